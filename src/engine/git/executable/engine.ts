import type { CommitSummary } from '../../../shared/contract/git.ts';
import { WhenceError } from '../../../shared/errors.ts';
import type { CommittedBlame, GitEngine, HistoryQuery, LineHistoryQuery, Work } from '../engine.ts';
import { diffFiles } from '../file-diff.ts';
import { readIgnoredRevisions } from '../repository/ignored-revisions.ts';
import { filesListed, type IsomorphicEngine } from '../isomorphic/engine.ts';
import type { Repository } from '../repository/repository.ts';
import type { FileDiff } from '../types.ts';
import { blameCommitted } from './blame.ts';
import { changedFiles } from './commit.ts';
import { fileHistory, lineHistory } from './history.ts';
import type { GitExecutable } from './locate.ts';
import { GitRunner } from './runner.ts';

/** What the isomorphic engine lends to this one. */
type ObjectReader = Pick<IsomorphicEngine, 'resolve' | 'readFile' | 'summary' | 'facts' | 'hasCommit'>;

/** Reads a repository through the git executable, hardened. */
export class ExecutableEngine implements GitEngine {
  readonly name = 'git';
  readonly #runner: GitRunner;
  readonly #repository: Repository;
  readonly #reader: () => Promise<ObjectReader>;

  /** `reader`: reads revisions and files without a process, which takes longer to start than they take to read. */
  constructor(executable: GitExecutable, repository: Repository, reader: () => Promise<ObjectReader>) {
    this.#runner = new GitRunner(executable, repository);
    this.#repository = repository;
    this.#reader = reader;
  }

  async resolve(revision: string): Promise<string> {
    if (/^(?:HEAD|[0-9a-f]{40}|[0-9a-f]{64})$/.test(revision) && !this.#needsGit) {
      return (await this.#reader()).resolve(revision);
    }
    const { code, output } = await this.#runner.run(
      ['rev-parse', '--verify', '--quiet', '--end-of-options', `${revision}^{commit}`],
      { expected: [1] },
    );
    const id = output.toString('latin1').trim();
    if (code === 0 && /^[0-9a-f]+$/.test(id)) return id;
    if (revision === 'HEAD') throw new WhenceError('GIT_NO_COMMITS', 'This repository has no commits yet.');
    throw new WhenceError('GIT_REVISION_UNKNOWN', `There is no revision "${revision}" in this repository.`);
  }

  async readFile(commit: string, path: string): Promise<Buffer | null> {
    if (!this.#needsGit) return (await this.#reader()).readFile(commit, path);
    const { output } = await this.#runner.run(['ls-tree', '-z', commit, '--', path]);
    const match = /^(\d+) blob ([0-9a-f]+)\t/.exec(output.toString('latin1'));
    if (!match?.[2]) return null;
    return (await this.#runner.run(['cat-file', 'blob', match[2]])).output;
  }

  async blame(request: CommittedBlame): Promise<void> {
    const reader = await this.#reader();
    // git would refuse to blame when one of them is not there.
    const ignoredRevisions = [...readIgnoredRevisions(this.#repository)].filter((id) => reader.hasCommit(id));
    return blameCommitted(this.#runner, request, { ignoredRevisions, summarize: (id) => reader.summary(id) });
  }

  async fileHistory(query: HistoryQuery, work: Work): ReturnType<GitEngine['fileHistory']> {
    return fileHistory(this.#runner, query, { ...work, summarize: await this.#summarizer() });
  }

  async lineHistory(query: LineHistoryQuery, work: Work): ReturnType<GitEngine['lineHistory']> {
    return lineHistory(this.#runner, query, { ...work, summarize: await this.#summarizer() });
  }

  async commit(revision: string, work: Work): ReturnType<GitEngine['commit']> {
    const id = await this.resolve(revision);
    const facts = (await this.#reader()).facts(id);
    const files = await changedFiles(this.#runner, { commit: id, parent: facts.parents[0] ?? null }, work);
    return { ...facts, files: files.slice(0, filesListed), truncated: files.length > filesListed };
  }

  async #summarizer(): Promise<(commit: string) => CommitSummary> {
    const reader = await this.#reader();
    return (commit) => reader.summary(commit);
  }

  async diff(id: string, path: string, work: Work): Promise<FileDiff> {
    const commit = await this.resolve(id);
    const parent = (await this.#reader()).facts(commit).parents[0] ?? null;
    const file = (await changedFiles(this.#runner, { commit, parent }, work)).find((each) => each.path === path);
    const before = parent === null ? null : await this.readFile(parent, file?.oldPath ?? path);
    const after = await this.readFile(commit, path);
    if (before === null && after === null) {
      throw new WhenceError('GIT_FILE_NOT_TRACKED', `${path} is not part of commit ${commit}.`);
    }
    return diffFiles(before ?? Buffer.alloc(0), after ?? Buffer.alloc(0));
  }

  /** Refs of this kind only git itself can read. */
  get #needsGit(): boolean {
    return this.#repository.config.get('extensions.refstorage') === 'reftable';
  }

  // Every process ends with its command.
  close(): void {}
}
