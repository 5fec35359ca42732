import { expect, it } from 'vitest';
import { describeExit } from '../../../src/engine/embedding/embedder-failures.ts';
import { meaningOf } from '../../../src/main/embedder/embedder-port.ts';

it('names the signal or exception that an exit code stands for', () => {
  expect([0, 1, 9, 11, 139].map((code) => meaningOf(code, 'linux'))).toEqual([
    { code: 0, signal: null },
    { code: 1, signal: null },
    { code: null, signal: 'SIGKILL' },
    { code: null, signal: 'SIGSEGV' },
    { code: 139, signal: null },
  ]);
  const violation = meaningOf(-1073741819, 'win32');
  expect(violation).toEqual(meaningOf(0xc0000005, 'win32'));
  expect(describeExit({ ...violation, output: '' }, { timedOut: false, starting: false }).detail).toBe(
    'it was ended by an access violation',
  );
});
