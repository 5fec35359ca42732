import { renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { windowCapabilities } from '../../src/engine/host-capabilities.ts';
import { createEngine, type Engine } from '../../src/engine/engine.ts';
import type { IndexingProgress } from '../../src/shared/contract/indexing.ts';
import type { RepositorySummary } from '../../src/shared/contract/repositories.ts';
import { makeSampleRepository, writeFiles } from '../helpers/sample-repository.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';
import { writeTinyModel } from '../helpers/tiny-model.ts';

const context = { signal: new AbortController().signal };

interface Started {
  readonly engine: Engine;
  readonly repository: RepositorySummary;
  readonly events: { progress: IndexingProgress[]; changed: RepositorySummary[] };
}

/** An engine as the browser mode has it, with one root open. */
async function start(folder: string, root: string): Promise<Started> {
  vi.stubEnv('WHENCE_MODEL', join(folder, 'model'));
  const events: Started['events'] = { progress: [], changed: [] };
  const engine = await createEngine({
    dataFolder: join(folder, 'data'),
    emit: (name, payload) => {
      if (name === 'indexing.progress') events.progress.push(payload as IndexingProgress);
      if (name === 'repositories.changed') events.changed.push(payload as RepositorySummary);
    },
    host: { ...windowCapabilities, kind: 'browser', allowedFolders: [folder] },
  });
  onTestFinished(async () => engine.close());
  const repository = await engine.handlers['repositories.open']({ path: root }, context);
  return { engine, repository, events };
}

async function index({ engine, repository, events }: Started): Promise<void> {
  const before = events.progress.length;
  await engine.handlers['indexing.start']({ repositoryId: repository.repositoryId }, context);
  await expect.poll(() => events.progress.slice(before).at(-1)?.state, { timeout: 60_000 }).toBe('done');
}

function prepare(): { folder: string; root: string } {
  const folder = temporaryFolder();
  const root = join(folder, 'sample');
  makeSampleRepository(root);
  writeTinyModel(join(folder, 'model'));
  return { folder, root };
}

describe('an open root', () => {
  it('that is moved away while open says so, is searched all the same, and goes on when it is back', async () => {
    const { folder, root } = prepare();
    const started = await start(folder, root);
    const { engine, repository } = started;
    const { repositoryId } = repository;
    await index(started);
    renameSync(root, `${root}-away`);
    const gone = await engine.handlers['repositories.status']({ repositoryId }, context);
    expect(gone).toMatchObject({ state: 'missing-root', counts: { files: 3 } });
    const answer = await engine.handlers['search.query']({ repositoryId, text: 'nextDelay' }, context);
    expect(answer.results[0]?.path).toBe('src/backoff.ts');
    for (const call of [
      async () => engine.handlers['repositories.readFile']({ repositoryId, path: 'README.md' }, context),
      async () => engine.handlers['indexing.start']({ repositoryId }, context),
    ]) {
      await expect(call()).rejects.toMatchObject({ code: 'ROOT_GONE' });
    }
    renameSync(`${root}-away`, root);
    await index(started);
    expect(await engine.handlers['repositories.status']({ repositoryId }, context)).toMatchObject({
      state: 'up-to-date',
      counts: { files: 3, pending: 0 },
    });
  });

  it('reads files of the root and nothing else', async () => {
    const { folder, root } = prepare();
    writeFiles(folder, { 'secret.txt': 'secret\n' });
    writeFiles(root, {
      'latin.txt': Buffer.from([0x63, 0x61, 0x66, 0xe9, 0x0d, 0x0a]),
      'data.bin': new Uint8Array(100),
    });
    const { engine, repository } = await start(folder, root);
    const read = async (path: string): Promise<unknown> =>
      engine.handlers['repositories.readFile']({ repositoryId: repository.repositoryId, path }, context);
    expect(await read('latin.txt')).toMatchObject({ text: 'café\r\n', lineCount: 1, bytes: 6 });
    await expect(read('../secret.txt')).rejects.toMatchObject({ code: 'PATH_OUTSIDE_ROOT' });
    await expect(read('src')).rejects.toMatchObject({ code: 'FILE_NOT_TEXT' });
    await expect(read('data.bin')).rejects.toMatchObject({ code: 'FILE_NOT_TEXT' });
  });

  it('is kept up to date while files change', async () => {
    const { folder, root } = prepare();
    const started = await start(folder, root);
    await index(started);
    const { repositoryId } = started.repository;
    writeFiles(root, { 'src/fresh.ts': 'export function freshlyWritten(): number {\n  return 1;\n}\n' });
    const find = async (): Promise<string | undefined> =>
      (await started.engine.handlers['search.query']({ repositoryId, text: 'freshlyWritten' }, context)).results[0]
        ?.path;
    await expect.poll(find, { timeout: 30_000 }).toBe('src/fresh.ts');
    rmSync(join(root, 'src/fresh.ts'));
    await expect.poll(find, { timeout: 30_000 }).not.toBe('src/fresh.ts');
  });

  it('is forgotten with its index when asked', async () => {
    const { folder, root } = prepare();
    const started = await start(folder, root);
    await index(started);
    const { engine, repository } = started;
    expect(await engine.handlers['repositories.list']({}, context)).toMatchObject([
      { name: 'sample', state: 'up-to-date' },
    ]);
    expect(await engine.handlers['settings.storage']({}, context)).toMatchObject([{ root, rootExists: true }]);
    await engine.handlers['repositories.remove']({ repositoryId: repository.repositoryId, deleteIndex: true }, context);
    expect(await engine.handlers['repositories.list']({}, context)).toEqual([]);
    expect(await engine.handlers['settings.storage']({}, context)).toEqual([]);
    await expect(
      engine.handlers['settings.deleteIndex']({ repositoryId: '../../../etc' }, context),
    ).rejects.toMatchObject({ code: 'REPOSITORY_UNKNOWN' });
  });

  it('follows a changed number of threads and another blame engine without being closed', async () => {
    const { folder, root } = prepare();
    const started = await start(folder, root);
    const { engine, repository } = started;
    const { repositoryId } = repository;
    const update = engine.handlers['settings.update'];
    const device = async (): Promise<string | undefined> =>
      (await engine.handlers['indexing.progress']({ repositoryId }, context))?.embedder ?? undefined;
    const blamedBy = async (): Promise<string> =>
      (await engine.handlers['git.blame']({ repositoryId, path: 'src/backoff.ts' }, context)).engine;
    await update({ watch: false, embedderThreads: 1, blameEngine: 'git' }, context);
    await index(started);
    expect([await device(), await blamedBy()]).toEqual(['CPU (1 thread)', 'git']);
    await update({ embedderThreads: 2, blameEngine: 'isomorphic' }, context);
    writeFiles(root, { 'src/more.ts': 'export function oneMoreForTheOtherThread(): number {\n  return 2;\n}\n' });
    await index(started);
    expect([await device(), await blamedBy()]).toEqual(['CPU (2 threads)', 'isomorphic']);
    await update({ blameEngine: 'git' }, context);
    expect(await blamedBy()).toBe('git');
  });

  it('is searched, blamed and checked in its new index once it was rebuilt', async () => {
    const { folder, root } = prepare();
    const started = await start(folder, root);
    const { engine, repository, events } = started;
    const { repositoryId } = repository;
    await index(started);
    const find = async (text: string): Promise<{ id: number; path: string } | undefined> => {
      const { results } = await engine.handlers['search.query']({ repositoryId, text }, context);
      return results[0] && { id: results[0].chunkId, path: results[0].path };
    };
    const blame = async (id: number): Promise<number> =>
      (await engine.handlers['git.blameHits']({ repositoryId, chunkIds: [id] }, context)).length;
    const before = await find('nextDelay');
    await expect.poll(async () => blame(before?.id ?? 0), { timeout: 60_000 }).toBe(1);
    writeFiles(root, { 'src/another.ts': 'export function foundInTheNewIndex(): number {\n  return 3;\n}\n' });
    const seen = events.progress.length;
    await engine.handlers['indexing.start']({ repositoryId, rebuild: true }, context);
    await expect.poll(() => events.progress.slice(seen).at(-1)?.state, { timeout: 60_000 }).toBe('done');
    const after = await find('foundInTheNewIndex');
    expect(after?.path).toBe('src/another.ts');
    await expect.poll(async () => blame(after?.id ?? 0), { timeout: 60_000 }).toBe(1);
    const report = await engine.handlers['indexing.verify']({ repositoryId, repair: true }, context);
    expect(report).toMatchObject({ ok: true, findings: [] });
    expect((await find('nextDelay'))?.path).toBe(before?.path);
  });
});
