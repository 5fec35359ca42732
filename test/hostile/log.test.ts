import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { windowCapabilities } from '../../src/engine/host-capabilities.ts';
import { indexFileOf } from '../../src/engine/data-folder.ts';
import { createEngine } from '../../src/engine/engine.ts';
import { logFolderOf, openLogFile, statementLog } from '../../src/engine/log/index.ts';
import type { Emit } from '../../src/shared/contract/index.ts';
import { writeFiles } from '../helpers/sample-repository.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

/** In the name of the root and its files, in their text, in queries and in requests: nowhere in the log. */
const secret = 'zanzibar';

const context = { signal: new AbortController().signal };

// A bug report holds the log: it must not hold what its writer may not show.
it('has no query, no code and no file name in it, however searching fails', async () => {
  const folder = temporaryFolder();
  const root = join(folder, `${secret}-root`);
  const dataFolder = join(folder, 'data');
  writeFiles(root, { [`src/${secret}.ts`]: `export function ${secret}(): string {\n  return '${secret}';\n}\n` });
  const log = openLogFile(dataFolder);
  const ended = Promise.withResolvers<null>();
  const emit: Emit = (name, payload) => {
    if (name === 'indexing.progress' && 'state' in payload && ['done', 'failed'].includes(payload.state))
      ended.resolve(null);
  };
  const open = async (): Promise<Awaited<ReturnType<typeof createEngine>>> =>
    createEngine({ dataFolder, emit, host: { ...windowCapabilities, kind: 'browser', openPath: root, log } });
  const engine = await open();
  const { repositoryId } = await engine.handlers['repositories.open']({ path: root }, context);
  await engine.handlers['indexing.start']({ repositoryId }, context);
  await ended.promise;
  const path = `src/${secret}.ts`;
  for (const text of [
    secret,
    `"${secret}`,
    `/${secret}(/`,
    `path:${secret}/**`,
    `${secret}\u0000`,
    `author:${secret}`,
    '',
  ]) {
    const limit = 10;
    await Promise.resolve(
      engine.handlers['search.query']({ repositoryId, text, limit, mode: 'keyword' }, context),
    ).catch(() => null);
  }
  const settled = await Promise.allSettled([
    engine.handlers['repositories.readFile']({ repositoryId, path: `${path}/x` }, context),
    engine.handlers['repositories.readFile']({ repositoryId, path: `../${secret}` }, context),
    engine.handlers['git.blame']({ repositoryId, path }, context),
    engine.handlers['settings.update']({ editor: 'custom', editorCommand: [`/absent/${secret}`] }, context),
    engine.handlers['settings.openInEditor']({ repositoryId, path, line: 1 }, context),
    engine.handlers['repositories.open']({ path: join(folder, secret) }, context),
  ]);
  expect(settled.filter(({ status }) => status === 'rejected').length).toBeGreaterThan(3);
  await engine.close();
  statementLog(indexFileOf(dataFolder, repositoryId)).slowStatement('chunks.insert', 100);

  writeFileSync(indexFileOf(dataFolder, repositoryId), `SQLite format 3\u0000${secret.repeat(5000)}`);
  for (const suffix of ['-wal', '-shm']) {
    const file = indexFileOf(dataFolder, repositoryId) + suffix;
    if (existsSync(file)) writeFileSync(file, '');
  }
  const again = await open();
  await Promise.allSettled([again.handlers['repositories.open']({ path: root }, context)]);
  await Promise.allSettled([
    again.handlers['search.query']({ repositoryId, text: secret, limit: 10, mode: 'keyword' }, context),
  ]);
  const stack = `Error: ${secret}\n    at ${secret}(1)\n    at draw (http://127.0.0.1:1/assets/index.js:1:2)`;
  await again.handlers['settings.windowFailed']({ what: 'drawing', error: secret, stack }, context);
  await again.close();

  const files = readdirSync(logFolderOf(dataFolder));
  expect(files).toEqual(['whence.log']);
  const text = files.map((name) => readFileSync(join(logFolderOf(dataFolder), name), 'utf8')).join('');
  expect(text).toContain('chunks.insert');
  expect(text).toContain('assets/index.js:1:2 draw');
  expect(text).not.toContain(secret);
});
