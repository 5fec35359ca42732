import { expect, it } from 'vitest';
import { actionIds, actionOf, actions, keyName, type KeyPress, worksInText } from '../../src/renderer/app/keys.ts';
import { matches } from '../../src/renderer/features/repositories/switcher.tsx';
import { latencyBuckets, quantile, roundUp } from '../../src/renderer/features/indexing/plot.ts';
import { parseCommand, printCommand } from '../../src/renderer/features/settings/editor-command.ts';

const press = (key: string, part: Partial<KeyPress> = {}): KeyPress => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...part,
});

it('gives every key to one action only', () => {
  const keys: readonly string[] = actionIds.flatMap((id): readonly string[] => actions[id].keys);
  expect(new Set(keys).size).toBe(keys.length);
});

it('finds actions whatever the platform calls the modifier, and with shift where the character needs it', () => {
  expect(actionOf(press('k', { ctrlKey: true }))).toBe('box.focus');
  expect(actionOf(press('k', { metaKey: true }))).toBe('box.focus');
  expect(actionOf(press('k'))).toBe('results.previous');
  expect(actionOf(press('?', { shiftKey: true }))).toBe('keys.show');
  expect(actionOf(press('Enter', { altKey: true }))).toBe('editor.open');
  expect(keyName(press('M', { ctrlKey: true, shiftKey: true }))).toBe('mod+shift+m');
  expect(actionOf(press('x'))).toBeNull();
});

it('leaves letters to the box while text is typed', () => {
  expect(worksInText(press('j'))).toBe(false);
  expect(worksInText(press('ArrowDown'))).toBe(true);
  expect(worksInText(press('o', { ctrlKey: true }))).toBe(true);
});

it('finds repositories by any part of name and folder', () => {
  const summary = { name: 'harbour', root: '/home/ada/Code/harbour' };
  expect([matches(summary, 'ada har'), matches(summary, ''), matches(summary, 'lighthouse')]).toEqual([
    true,
    true,
    false,
  ]);
});

it('sums up search times', () => {
  expect([roundUp(0), roundUp(23.5), roundUp(110), roundUp(0.3)]).toEqual([1, 25, 200, 0.5]);
  expect([quantile([5, 1, 3, 2, 4], 0.5), quantile([1, 2], 0.99), quantile([], 0.5)]).toEqual([3, 2, 0]);
  const searches = [4, 1, 3, 2].map((at) => ({ at, tookMs: at * 10 }));
  expect(latencyBuckets(searches, 2)).toEqual([
    { at: 2, p50: 10, p95: 20, p99: 20 },
    { at: 4, p50: 30, p95: 40, p99: 40 },
  ]);
});

it('reads a typed editor command into a list and back', () => {
  const command = ['/opt/my editor/bin/edit', '+{line}', '{path}'];
  expect(parseCommand(printCommand(command))).toEqual(command);
  expect(parseCommand('  edit   {path} ')).toEqual(['edit', '{path}']);
});
