import { afterAll, afterEach, expect } from 'vitest';
import { createGit, gitWorkers } from '../../src/engine/git/index.ts';
import type { BlameRequest } from '../../src/engine/git/types.ts';
import { GitRepository, referenceBlame, type ReferenceLine } from './git-repository.ts';

const opened: GitRepository[] = [];

/** A repository that is removed after the test. */
export function createRepository(...args: Parameters<typeof GitRepository.create>): GitRepository {
  const repository = GitRepository.create(...args);
  opened.push(repository);
  return repository;
}

/** Lets go of repositories after each test, and of the workers after the last. */
export function cleanUpAfterTests(): void {
  afterEach(() => {
    for (const repository of opened.splice(0)) {
      gitWorkers.forget(repository.root);
      repository.remove();
    }
  });
  afterAll(() => gitWorkers.stop());
}

/** `line 1` to `line <count>`, each on a line. */
export const numbered = (count: number, word = 'line'): string =>
  Array.from({ length: count }, (_, line) => `${word} ${line + 1}\n`).join('');

/** Uncommitted lines have words of their own in Whence: only their place is compared. */
const uncommitted = { author: '', email: '', summary: '', boundary: false };

const blind = (lines: ReferenceLine[]): ReferenceLine[] =>
  lines.map((line) => (/^0+$/.test(line.commit) ? { ...line, ...uncommitted } : line));

export interface BlameChecks {
  readonly blameOf: (root: string, request: BlameRequest) => Promise<ReferenceLine[]>;
  /** Blames a file of the working tree and expects what `git blame` with these arguments says. */
  readonly expectAgreement: (repository: GitRepository, path: string, ...args: string[]) => Promise<ReferenceLine[]>;
}

export function checksFor(engine: 'git' | 'isomorphic'): BlameChecks {
  const blameOf: BlameChecks['blameOf'] = async (root, request) => {
    const blame = await createGit({ root, engine }).blame(request);
    expect(blame.complete).toBe(true);
    expect(blame.engine).toBe(engine);
    expect(blame.lines.map(({ line }) => line)).toEqual(blame.lines.map((_, at) => at + (request.firstLine ?? 1)));
    return blame.lines.map(({ commit, originalLine, originalPath, author, email, summary, boundary, committed }) =>
      committed
        ? { commit, originalLine, originalPath, author, email, summary, boundary }
        : Object.assign({ commit, originalLine, originalPath }, uncommitted),
    );
  };
  return {
    blameOf,
    expectAgreement: async (repository, path, ...args) => {
      const lines = await blameOf(repository.root, { path });
      expect(lines).toEqual(blind(referenceBlame(repository, path, ...args)));
      return lines;
    },
  };
}
