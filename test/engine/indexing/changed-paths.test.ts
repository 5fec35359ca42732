import { afterAll, expect, it } from 'vitest';
import { createReadingPool } from '../../../src/engine/ingest/index.ts';
import { defaultSettings } from '../../../src/shared/contract/settings.ts';
import { type IndexedRoot, openIndexedRoot, writeSources } from '../../helpers/indexed-root.ts';
import { writeFiles } from '../../helpers/sample-repository.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

const pool = createReadingPool();
afterAll(async () => pool.close());

const pathsOf = (made: IndexedRoot): string[] => made.writer.knownFiles().map((file) => file.path);

async function afterChange(made: IndexedRoot, paths?: readonly string[]): Promise<string[]> {
  made.controller.changed(paths);
  await made.controller.whenIdle();
  return pathsOf(made);
}

it('known paths are read without looking elsewhere, once everything was looked at under the same limits', async () => {
  const [root, data] = [temporaryFolder('root'), temporaryFolder('data')];
  writeSources(root, 3);
  let limits = defaultSettings;
  const open = async (): Promise<IndexedRoot> =>
    openIndexedRoot({ root, data }, { embedder: null, pool, limits: () => limits });
  const made = await open();
  made.controller.start();
  await made.controller.whenIdle();

  writeFiles(root, { 'docs/known.ts': 'const a = 1;\n', 'src/unknown.ts': 'const b = 1;\n' });
  expect(await afterChange(made, ['docs/known.ts'])).toEqual(expect.arrayContaining(['docs/known.ts']));
  expect(pathsOf(made)).not.toContain('src/unknown.ts');
  expect(await afterChange(made)).toContain('src/unknown.ts');

  writeFiles(root, { 'node_modules/x/index.js': 'let c;\n', 'docs/more.ts': 'const d = 1;\n' });
  limits = { ...defaultSettings, includeVendored: true };
  expect(await afterChange(made, ['docs/more.ts'])).toContain('node_modules/x/index.js');
  await made.close();

  // Whoever opens a root does not know what changed meanwhile.
  writeFiles(root, { 'docs/again.ts': 'const e = 1;\n', 'src/meanwhile.ts': 'const f = 1;\n' });
  const again = await open();
  expect(await afterChange(again, ['docs/again.ts'])).toContain('src/meanwhile.ts');
  await again.close();
});
