import { expect, it } from 'vitest';
import { matches } from '../../../../src/renderer/features/repositories/switcher.tsx';

it('finds repositories by any part of name and folder', () => {
  const summary = { name: 'harbour', root: '/home/ada/Code/harbour' };
  expect([matches(summary, 'ada har'), matches(summary, ''), matches(summary, 'lighthouse')]).toEqual([
    true,
    true,
    false,
  ]);
});
