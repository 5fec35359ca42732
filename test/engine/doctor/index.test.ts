import { appendFileSync, existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it, vi } from 'vitest';
import { indexFileOf } from '../../../src/engine/data-folder.ts';
import { type DoctorReport, examine } from '../../../src/engine/doctor/index.ts';
import { openLogFile } from '../../../src/engine/log/index.ts';
import { resolveRoot } from '../../../src/engine/repositories/root.ts';
import { openWriter } from '../../../src/engine/store/index.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';
import { writeTinyModel } from '../../helpers/tiny-model.ts';
import { databaseOf } from '../../helpers/database-of.ts';

afterEach(() => vi.unstubAllEnvs());

const codesOf = ({ problems }: DoctorReport): string[] => problems.map(({ code }) => code);

function useModel(): string {
  const folder = join(temporaryFolder(), 'model');
  writeTinyModel(folder);
  vi.stubEnv('WHENCE_MODEL', folder);
  return folder;
}

it('knows versions, model and what computes, and makes no data folder to look at', async () => {
  useModel();
  const dataFolder = join(temporaryFolder(), 'a', 'data');
  const report = await examine(dataFolder, null);
  for (const version of Object.values({ ...report.versions, whence: '1.0', electron: '1.0' })) {
    expect(version).toMatch(/^\d+\.\d+/);
  }
  expect(report.model?.checksumsMatch).toBe(true);
  expect(report.accelerator).toMatch(/CPU/);
  expect(report.data).toMatchObject({ exists: false, writable: true, indexes: 0 });
  expect(existsSync(dataFolder)).toBe(false);
  // How much is free is this machine's.
  expect(codesOf(report).filter((code) => code !== 'DISK_FULL')).toEqual([]);
});

it('tells a model whose bytes are not its own, and a data folder that is none', async () => {
  appendFileSync(join(useModel(), 'model.onnx'), 'x');
  const dataFolder = join(temporaryFolder(), 'data');
  writeFileSync(dataFolder, '');
  const report = await examine(dataFolder, null);
  expect(report.model?.checksumsMatch).toBe(false);
  expect(report.accelerator).toBeNull();
  expect(codesOf(report)).toEqual(expect.arrayContaining(['MODEL_CHECKSUM', 'DATA_FOLDER_NOT_WRITABLE']));
});

it('tells a sound index from a damaged one and from none, and shows the last failures', async () => {
  useModel();
  const folder = temporaryFolder();
  const [root, dataFolder] = [join(folder, 'root'), join(folder, 'data')];
  mkdirSync(root);
  const none = await examine(dataFolder, root);
  expect(none.index).toMatchObject({ root, state: 'not-indexed', healthy: null });
  expect(codesOf(none)).not.toContain('INDEX_MISSING');

  const file = indexFileOf(dataFolder, (await resolveRoot(root)).repositoryId);
  const writer = await openWriter(file, { root, appVersion: 'test' });
  expect((await examine(dataFolder, root)).index).toMatchObject({ healthy: true });
  databaseOf(writer).exec('PRAGMA wal_checkpoint(TRUNCATE)');
  writer.close();
  writeFileSync(file, 'no database at all '.repeat(1000));
  const log = openLogFile(dataFolder);
  log('warn', 'call.slow', { call: 'git.blame', tookMs: 5000, times: 1 });
  log('error', 'indexing.failed', { code: 'DISK_FULL' });
  const damaged = await examine(dataFolder, root);
  expect(damaged.index?.state).toBe('unreadable');
  expect(codesOf(damaged).filter((code) => code.startsWith('INDEX_'))).toHaveLength(1);
  expect(damaged.lastErrors).toHaveLength(1);
  expect(damaged.lastErrors[0]).toContain('indexing.failed');

  const absent = await examine(dataFolder, join(folder, 'absent'));
  expect(codesOf(absent)).toContain('PATH_NOT_FOUND');
});
