import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { createGit } from '../../src/engine/git/index.ts';
import { GitRepository } from '../helpers/git-repository.ts';
import { type PackEntry, writePack } from './helpers/pack-maker.ts';

/*
 * Objects whose ids are not those of their content can hold themselves, and honest ones can stand for billions of files. Bugs these
 * catch: walks without end, stacks that overflow, memory that fills.
 */
const id = (number: number): string => number.toString(16).padStart(40, '0');
const [commit, tree, blob] = [1, 2, 3];

const made: GitRepository[] = [];
afterAll(() => {
  for (const repository of made) repository.remove();
});

function create(entries: readonly PackEntry[], head: number): string {
  const repository = GitRepository.create();
  made.push(repository);
  writePack(join(repository.root, '.git', 'objects'), 'pack-hostile', entries);
  repository.write('.git/refs/heads/main', `${id(head)}\n`);
  repository.write('a.txt', 'a\n');
  return repository.root;
}

const treeOf = (number: number, files: readonly [mode: string, name: string, target: number][]): PackEntry => ({
  id: id(number),
  type: tree,
  data: Buffer.concat(
    files.flatMap(([mode, name, target]) => [Buffer.from(`${mode} ${name}\0`), Buffer.from(id(target), 'hex')]),
  ),
});
const commitOf = (number: number, treeNumber: number, parents: readonly number[]): PackEntry => ({
  id: id(number),
  type: commit,
  data: Buffer.from(
    `tree ${id(treeNumber)}\n${parents.map((parent) => `parent ${id(parent)}\n`).join('')}author A <a@x> ${1_700_000_000 + number} +0000\ncommitter A <a@x> ${1_700_000_000 + number} +0000\n\nm\n`,
  ),
});
const text: PackEntry = { id: id(9), type: blob, data: Buffer.from('a\n') };
const other: PackEntry = { id: id(8), type: blob, data: Buffer.from('b\n') };

/** Every question, each of which has to end, whatever it answers. */
async function askAll(root: string): Promise<string[]> {
  const git = createGit({ root, engine: 'isomorphic' });
  const questions = [
    git.blame({ path: 'a.txt' }),
    git.fileHistory({ path: 'a.txt' }),
    git.lineHistory({ path: 'a.txt', firstLine: 1, lastLine: 1 }),
    git.commit('HEAD'),
    git.diff({ commit: 'HEAD', path: 'a.txt' }),
    git.readFile({ path: 'a.txt', revision: 'HEAD~9999999999' }),
    git.readFile({ path: 'a.txt', revision: 'HEAD' }),
  ];
  return Promise.all(
    questions.map((question) =>
      question.then(
        () => 'answered',
        (thrown: unknown) => (thrown instanceof Error && 'code' in thrown ? String(thrown.code) : String(thrown)),
      ),
    ),
  );
}

describe('objects that no honest repository has', () => {
  it.each([
    ['a commit that is its own parent', [commitOf(1, 2, [1]), treeOf(2, [['100644', 'a.txt', 9]]), text], 1],
    [
      'commits in a circle, each with another text',
      [
        commitOf(1, 2, [3]),
        commitOf(3, 4, [1]),
        treeOf(2, [['100644', 'a.txt', 9]]),
        treeOf(4, [['100644', 'a.txt', 8]]),
        text,
        other,
      ],
      1,
    ],
    [
      'a folder that holds itself',
      [
        commitOf(1, 2, []),
        treeOf(2, [
          ['100644', 'a.txt', 9],
          ['40000', 'd', 2],
        ]),
        text,
      ],
      1,
    ],
  ] as [string, PackEntry[], number][])('%s: every question ends', async (_, entries, head) => {
    const answers = await askAll(create(entries, head));
    const known = new Set([
      'answered',
      'GIT_FAILED',
      'GIT_OVER_LIMIT',
      'GIT_TIME_BUDGET',
      'GIT_REVISION_UNKNOWN',
      'GIT_FILE_NOT_TRACKED',
    ]);
    expect(answers.filter((answer) => !known.has(answer))).toEqual([]);
  });

  it('a billion files in a few folders, which went away where another came: what is asked ends', async () => {
    const bomb = Array.from({ length: 9 }, (_, level) =>
      treeOf(
        20 + level,
        Array.from({ length: 10 }, (__, name) =>
          level === 8 ? ['100644', `f${name}`, 9] : ['40000', `d${name}`, 21 + level],
        ),
      ),
    );
    const root = create(
      [commitOf(2, 30, [1]), treeOf(30, [['100644', 'a.txt', 8]]), commitOf(1, 20, []), ...bomb, text, other],
      2,
    );
    const git = createGit({ root, engine: 'isomorphic' });
    await expect(git.commit('HEAD')).rejects.toMatchObject({ code: 'GIT_OVER_LIMIT' });
    const { lines } = await git.blame({ path: 'a.txt' });
    expect(lines.map(({ committed }) => committed)).toEqual([false]);
    await expect(git.fileHistory({ path: 'a.txt' })).resolves.toMatchObject({ entries: [{ summary: 'm' }] });
  });
});
