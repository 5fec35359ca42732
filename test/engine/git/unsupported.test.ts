import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { createGit, describeGit } from '../../../src/engine/git/index.ts';
import { cleanUpAfterTests, createRepository } from '../../helpers/blame-checks.ts';

cleanUpAfterTests();

test('refs in a format of a newer git are refused in words by the engine of our own', async () => {
  const repository = createRepository();
  repository.write('a.txt', 'a\n');
  repository.commit('first');
  repository.git('config', 'core.repositoryformatversion', '1');
  repository.git('config', 'extensions.refstorage', 'reftable');
  const { root } = repository;
  const description = await describeGit(root);
  expect([description.state, description.head, description.branch]).toEqual(['ready', null, null]);
  expect(description.engine).toBe(description.gitVersion === null ? null : 'git');
  await expect(createGit({ root, engine: 'isomorphic' }).blame({ path: 'a.txt' })).rejects.toMatchObject({
    code: 'NOT_SUPPORTED',
    message: expect.stringContaining('reftable') as string,
  });
  // Left to choose, the question goes to git, also where an index could have the answer. A git that is too old for the
  // format, and a newer one that finds other refs there than it was told, both say so.
  const indexFile = join(root, 'no-index.sqlite');
  await expect(createGit({ root, engine: 'auto', indexFile }).blame({ path: 'a.txt' })).rejects.not.toMatchObject({
    message: expect.stringContaining('reftable') as string,
  });
});

describe.skipIf(process.platform !== 'linux')('a file whose name is not UTF-8', () => {
  test.each(['git', 'isomorphic', 'auto'] as const)('is refused in words by engine %s', async (engine) => {
    const repository = createRepository();
    writeFileSync(
      Buffer.concat([Buffer.from(`${repository.root}/caf`), Buffer.from([0xe9]), Buffer.from('.txt')]),
      'a\n',
    );
    repository.write('whole \u{fffd}.txt', 'b\n');
    repository.commit('first');
    const git = createGit({ root: repository.root, engine });
    const path = 'caf\u{fffd}.txt';
    const refusal = { code: 'NOT_SUPPORTED', message: expect.stringContaining('not UTF-8') as string };
    await expect(git.blame({ path })).rejects.toMatchObject(refusal);
    await expect(git.blame({ path, revision: 'HEAD' })).rejects.toMatchObject(refusal);
    await expect(git.fileHistory({ path })).rejects.toMatchObject(refusal);
    await expect(git.readFile({ path, revision: 'HEAD' })).rejects.toMatchObject(refusal);
    // A name that has the replacement character itself is a name like any other.
    expect((await git.blame({ path: 'whole \u{fffd}.txt' })).lines).toHaveLength(1);
  });
});
