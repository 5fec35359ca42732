import { expect, it } from 'vitest';
import { log } from '../../../src/main/lifecycle/output.ts';

it('a terminal that is gone is no reason to fail', () => {
  const gone = {
    write: (): boolean => {
      throw Object.assign(new Error('write EIO'), { code: 'EIO' });
    },
  };
  expect(() => log('still here', gone)).not.toThrow();
});
