import { execFile } from 'node:child_process';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';
import { checkout } from '../helpers/command-line.ts';
import { faults } from './stories/faults.ts';

interface Ending {
  readonly name: string;
  readonly ended: 'well' | 'badly' | 'unloaded';
  readonly why: string;
  readonly changes: number;
}

// A stand-in that lets a fault pass hides it from every other test: each fault, put back, must make its story end badly.
it('every fault of the shell that was put back is found', { timeout: 300_000 }, async () => {
  const runner = join(checkout, 'test/main/stories/run-faults.ts');
  const { WHENCE_READY: _, ...env } = process.env;
  const { stdout } = await promisify(execFile)(process.execPath, [runner], { env, maxBuffer: 64 * 1024 * 1024 });
  const endings = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line) as Ending);
  expect(endings.map(({ name, ended, changes }) => ({ name, ended, changes }))).toEqual(
    Object.entries(faults).map(([name, fault]) => ({ name, ended: 'badly', changes: fault.changes.length })),
  );
});
