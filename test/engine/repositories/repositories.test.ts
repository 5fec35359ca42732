import { join } from 'node:path';
import { describe, expect, it, onTestFinished } from 'vitest';
import type { HostPorts } from '../../../src/engine/host-ports.ts';
import { windowCapabilities } from '../../../src/engine/host-capabilities.ts';
import { indexFileOf, prepareDataFolder } from '../../../src/engine/data-folder.ts';
import { Repositories } from '../../../src/engine/repositories/repositories.ts';
import { findResources } from '../../../src/engine/resources.ts';
import { SettingsStore } from '../../../src/engine/settings/settings-store.ts';
import { writerOf } from '../../../src/engine/store/index.ts';
import { writeSources } from '../../helpers/indexed-root.ts';
import { makeSampleRepository, writeFiles } from '../../helpers/sample-repository.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';
import { databaseOf } from '../../helpers/database-of.ts';

/** Roots of one browser mode without a model; those that nobody shows are left at once. */
function start(host: Partial<HostPorts> = {}): { folder: string; repositories: Repositories } {
  const folder = temporaryFolder();
  const dataFolder = join(folder, 'data');
  prepareDataFolder(dataFolder);
  const repositories = new Repositories(
    {
      dataFolder,
      emit: () => undefined,
      host: { ...windowCapabilities, kind: 'browser', allowedFolders: [folder], ...host },
      settings: new SettingsStore(dataFolder),
      resources: findResources(),
      model: null,
      embedder: null,
      writes: true,
      appVersion: 'test',
    },
    { keptMs: 0 },
  );
  onTestFinished(async () => repositories.closeAll());
  return { folder, repositories };
}

const eventually = <T>(look: () => T) => expect.poll(look, { timeout: 60_000 });

describe('a root that windows show', () => {
  it('is closed when the last one leaves, and read anew when somebody comes back', async () => {
    const { folder, repositories } = start();
    const root = join(folder, 'sample');
    makeSampleRepository(root);
    const { repositoryId } = (await repositories.open(root)).root;
    const isOpen = (): boolean => writerOf(indexFileOf(join(folder, 'data'), repositoryId)) !== null;
    const [first, second, third] = [new AbortController(), new AbortController(), new AbortController()];
    const shown = [first, second].map(async ({ signal }) => repositories.show(repositoryId, signal));
    const { controller } = (await repositories.get(repositoryId)).indexing;
    controller.start();
    await controller.whenIdle();

    first.abort();
    await shown[0];
    const seen = await repositories.get(repositoryId);
    const paths = async (): Promise<string[]> => {
      const reader = (await repositories.get(repositoryId)).index.requireReader();
      return databaseOf(reader).prepare<[], string>('SELECT path FROM files').pluck().all();
    };
    await eventually(async () => {
      // Written again and again: watching begins a moment after a root is shown.
      writeFiles(root, { 'src/while-seen.ts': `export const seenByTheOther = ${performance.now()};\n` });
      return paths();
    }).toContain('src/while-seen.ts');
    expect(await repositories.get(repositoryId)).toBe(seen);

    second.abort();
    await shown[1];
    await eventually(isOpen).toBe(false);
    writeFiles(root, { 'src/while-away.ts': 'export const changedMeanwhile = 1;\n' });
    const back = repositories.show(repositoryId, third.signal);
    await eventually(paths).toContain('src/while-away.ts');
    third.abort();
    await back;
  });

  it('finishes what is being indexed before it is closed', async () => {
    const { folder, repositories } = start();
    const root = join(folder, 'sources');
    writeSources(root, 400);
    const { repositoryId } = (await repositories.open(root)).root;
    const leaving = new AbortController();
    const shown = repositories.show(repositoryId, leaving.signal);
    const { indexing, index } = await repositories.get(repositoryId);
    const { controller } = indexing;
    controller.start();
    leaving.abort();
    await shown;
    await eventually(() => index.writer).toBe(null);
    expect(controller.progress()?.state).toBe('done');
    const [summary] = await repositories.list();
    expect(summary).toMatchObject({ state: 'up-to-date', counts: { files: 400 } });
  });

  it('can be opened again while it is being closed', async () => {
    const { folder, repositories } = start();
    const root = join(folder, 'sample');
    makeSampleRepository(root);
    const { repositoryId } = (await repositories.open(root)).root;
    const closing = repositories.close(repositoryId);
    const opened = await repositories.get(repositoryId);
    await closing;
    expect(opened.index.writer).not.toBe(null);
  });
});

describe('a host of any name', () => {
  it.each([true, false])('has all files blamed in the background only where it wants that: %s', async (wanted) => {
    const { folder, repositories } = start({ kind: 'cli', watches: false, blamesInBackground: wanted });
    const root = join(folder, 'sample');
    makeSampleRepository(root);
    const opened = await repositories.open(root);
    opened.indexing.controller.start();
    await opened.settled();
    const { pending } = await opened.blame.facets([1, 2]);
    expect(pending).toBe(wanted ? 0 : 2);
  });

  it('is told of changed files where it watches', async () => {
    const { folder, repositories } = start({ kind: 'cli' });
    const root = join(folder, 'sample');
    makeSampleRepository(root);
    const { indexing, index } = await repositories.open(root);
    indexing.controller.start();
    await indexing.settled();
    const files = (): number => {
      // Written again and again: watching begins a moment after a root is opened.
      writeFiles(root, { 'src/seen.ts': `export const seenByACommand = ${performance.now()};\n` });
      return index.requireReader().counts().files;
    };
    await expect.poll(files, { timeout: 60_000 }).toBe(4);
  });
});
