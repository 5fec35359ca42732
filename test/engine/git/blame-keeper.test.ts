import { join } from 'node:path';
import { expect, onTestFinished, test, vi } from 'vitest';
import { BlameKeeper } from '../../../src/engine/git/index.ts';
import { workerPool } from '../../../src/engine/git/worker-pool.ts';
import { readPhase } from '../../../src/engine/ingest/index.ts';
import { openWriter } from '../../../src/engine/store/index.ts';
import { cleanUpAfterTests, createRepository, numbered } from '../../helpers/blame-checks.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';
import { databaseOf } from '../../helpers/database-of.ts';

cleanUpAfterTests();

/** An index of a repository with one commit and one file edited since, with its blame kept. */
async function edited() {
  const repository = createRepository();
  repository.write('edited.txt', numbered(20, 'edited'));
  repository.write('same.txt', numbered(20, 'same'));
  repository.commit('first', { date: '1300000000 +0000' });
  repository.write('edited.txt', numbered(21, 'edited'));
  const { root } = repository;
  const writer = await openWriter(join(temporaryFolder(), 'index.sqlite'), { root, appVersion: 'test' });
  const limits = { maxFileBytes: 1 << 20, includeVendored: false };
  await readPhase({ writer, root, limits, signal: new AbortController().signal, onProgress: () => undefined });
  const keeper = new BlameKeeper({ root, reader: () => writer, writer: () => writer });
  const update = async (): Promise<void> => {
    keeper.update();
    await keeper.settled();
  };
  const chunks = databaseOf(writer)
    .prepare<[], { id: number; path: string }>(
      'SELECT c.id, f.path FROM chunks AS c JOIN files AS f ON f.id = c.file_id ORDER BY f.path',
    )
    .all();
  return {
    repository,
    update,
    /** The newest commit of each file, by its summary. */
    newest: async () => {
      const hits = await keeper.blameHits(chunks.map(({ id }) => id));
      return Object.fromEntries(
        hits.map(({ chunkId, summary }) => [chunks.find(({ id }) => id === chunkId)?.path, summary]),
      );
    },
    close: async () => {
      await keeper.close();
      writer.close();
    },
  };
}

// Catches that files keep the blame of the commit before: their text is the same, so that nothing else makes it again.
test('what was edited, indexed and then committed is not "not committed yet" any more', async () => {
  const { repository, update, newest, close } = await edited();
  await update();
  expect(await newest()).toEqual({ 'edited.txt': 'not committed yet', 'same.txt': 'first' });
  repository.commit('second', { date: '1600000000 +0000' });
  await update();
  expect(await newest()).toEqual({ 'edited.txt': 'second', 'same.txt': 'first' });
  await close();
});

// Catches work that nobody waits for on the worker of visible requests.
test('bringing the store up to date is work in the background, blame of hits is not', async () => {
  const submit = vi.spyOn(workerPool, 'submit');
  onTestFinished(() => submit.mockRestore());
  const asked = (): unknown[] =>
    submit.mock.calls.splice(0).map(([{ name }, { background }]) => [name, background ?? false]);
  const stored = await edited();
  await stored.update();
  expect(asked()).toEqual([
    ['blameKey', true],
    ['blameMany', true],
  ]);
  await stored.close();
  const fresh = await edited();
  await fresh.newest();
  expect(asked()).toEqual([['blameMany', false]]);
  await fresh.close();
});
