import { EventEmitter } from 'node:events';
import { expect, it } from 'vitest';
import { readLog } from '../../../src/engine/log/index.ts';
import { openLogFile } from '../../../src/engine/log/log-file.ts';
import { watchUnexpected } from '../../../src/engine/log/unexpected.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

it('an exception and a rejection are written down, told in one line, and left to the host', () => {
  const folder = temporaryFolder();
  const emitter = new EventEmitter();
  let told = '';
  const ends: string[] = [];
  watchUnexpected(
    {
      log: openLogFile(folder),
      onException: () => ends.push('exception'),
      output: { write: (text: unknown) => Boolean((told += String(text))) },
    },
    emitter as unknown as NodeJS.Process,
  );
  emitter.emit('unhandledRejection', 'two\nlines \u001B[31m');
  emitter.emit('uncaughtException', new TypeError('of secret.ts'));
  expect(ends).toEqual(['exception']);
  expect(told.split('\n')).toHaveLength(3);
  expect(told).not.toContain('\u001B');
  const lines = readLog(folder, 10);
  expect(lines.map((line) => JSON.parse(line) as unknown)).toMatchObject([
    { level: 'error', event: 'unexpected.rejection', error: 'a string' },
    { level: 'error', event: 'unexpected.exception', error: 'TypeError' },
  ]);
  expect(lines.join('')).not.toContain('secret');
});

it('a terminal that is gone keeps no failure from being written down', () => {
  const folder = temporaryFolder();
  const emitter = new EventEmitter();
  const gone = {
    write: (): boolean => {
      throw Object.assign(new Error('write EIO'), { code: 'EIO' });
    },
  };
  const ended: string[] = [];
  watchUnexpected(
    { log: openLogFile(folder), onException: () => ended.push('x'), output: gone },
    emitter as unknown as NodeJS.Process,
  );
  emitter.emit('uncaughtException', new Error('x'));
  expect(ended).toEqual(['x']);
  expect(readLog(folder, 10)).toHaveLength(1);
});
