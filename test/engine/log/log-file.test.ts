import { existsSync, lstatSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { logFileOf, logFolderOf, openLogFile, readLog } from '../../../src/engine/log/log-file.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

const eventsOf = (lines: readonly string[]): unknown[] =>
  lines.map((line) => (JSON.parse(line) as { code: string }).code);

// A log that grows without end fills a disk; one that is cut in the middle of a line can't be read.
it('keeps three files of bounded size, whole lines in each, the newest last', () => {
  const folder = temporaryFolder();
  const logs = [openLogFile(folder, { mostBytes: 1000 }), openLogFile(folder, { mostBytes: 1000 })];
  for (let i = 0; i < 100; i += 1) logs[i % 2]?.('error', 'indexing.failed', { code: `C${i}` });
  expect(readdirSync(logFolderOf(folder)).sort()).toEqual(['whence.1.log', 'whence.2.log', 'whence.log']);
  for (const age of [0, 1, 2]) expect(lstatSync(logFileOf(folder, age)).size).toBeLessThanOrEqual(1000);
  expect(eventsOf(readLog(folder, 4))).toEqual(['C96', 'C97', 'C98', 'C99']);
  const kept = eventsOf(readLog(folder, 1000));
  expect(kept).toEqual(Array.from({ length: kept.length }, (_, i) => `C${100 - kept.length + i}`));
  expect(kept.length).toBeGreaterThan(10);
});

it.skipIf(process.platform === 'win32')('is its owner’s alone', () => {
  const folder = temporaryFolder();
  openLogFile(folder)('info', 'host.ended', { host: 'cli' });
  expect(lstatSync(logFolderOf(folder)).mode & 0o777).toBe(0o700);
  expect(lstatSync(logFileOf(folder)).mode & 0o777).toBe(0o600);
});

// A search on a machine where nothing was ever indexed must not make a data folder, and a failing log must not make it fail.
it.skipIf(process.platform === 'win32')('makes no data folder, follows no link, and never throws', () => {
  const folder = temporaryFolder();
  openLogFile(join(folder, 'absent'))('info', 'host.ended', { host: 'cli' });
  expect(existsSync(join(folder, 'absent'))).toBe(false);
  writeFileSync(join(folder, 'precious'), 'mine\n');
  const data = join(folder, 'data');
  mkdirSync(logFolderOf(data), { recursive: true });
  symlinkSync(join(folder, 'precious'), logFileOf(data));
  openLogFile(data)('info', 'host.ended', { host: 'cli' });
  expect(readFileSync(join(folder, 'precious'), 'utf8')).toBe('mine\n');
  writeFileSync(join(folder, 'file'), '');
  openLogFile(join(folder, 'file'))('info', 'host.ended', { host: 'cli' });
  expect(readLog(join(folder, 'file'), 10)).toEqual([]);
});
