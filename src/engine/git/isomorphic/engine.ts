import type { CommitDetails, CommitSummary, HistoryPage } from '../../../shared/contract/git.ts';
import { WhenceError } from '../../../shared/errors.ts';
import type { CommittedBlame, GitEngine, HistoryQuery, LineHistoryQuery, Work } from '../engine.ts';
import { diffFiles } from '../file-diff.ts';
import { isoDate } from '../iso-date.ts';
import { lineStartsOf } from '../line-diff/tokens.ts';
import { type CommitObject, summaryOf } from '../objects/commit.ts';
import { fromBytes, toBytes } from '../objects/tree.ts';
import { readIgnoredRevisions } from '../repository/ignored-revisions.ts';
import { type Mailmap, readMailmap } from '../repository/mailmap.ts';
import { readHead } from '../repository/refs.ts';
import type { Repository } from '../repository/repository.ts';
import type { FileDiff } from '../types.ts';
import { BlameWalk, type FoundSpan } from './blame.ts';
import { changedPaths, contentOf, describeChanges } from './changed-files.ts';
import { followFile } from './file-history.ts';
import { History } from './history.ts';
import { followLines } from './line-history.ts';
import { PathFinder } from './path-finder.ts';
import { RenameFinder } from './renames.ts';
import { resolveRevision } from './revisions.ts';

/** More files than this of one commit are counted but not listed. */
export const filesListed = 1000;

/** Reads a repository without any executable: refs by isomorphic-git, objects, blame and history by our own code. */
export class IsomorphicEngine implements GitEngine {
  readonly name = 'isomorphic';
  readonly history: History;
  readonly #repository: Repository;
  readonly #mailmap: Mailmap;
  readonly #summaries = new Map<string, CommitSummary>();

  private constructor(repository: Repository, history: History) {
    this.#repository = repository;
    this.history = history;
    this.#mailmap = readMailmap(repository, (revision) => this.#readSmallBlob(revision));
  }

  static async open(repository: Repository): Promise<IsomorphicEngine> {
    return new IsomorphicEngine(repository, await History.open(repository));
  }

  /** The commit that is checked out; null before the first one. */
  async headCommit(): Promise<string | null> {
    return (await readHead(this.#repository)).commit;
  }

  resolve(revision: string): Promise<string> {
    return resolveRevision(this.#repository, this.history, revision);
  }

  async readFile(commit: string, path: string): Promise<Buffer | null> {
    const entry = this.findFile(commit, toBytes(path));
    return entry ? this.history.blob(entry.id) : null;
  }

  async blame(request: CommittedBlame): Promise<void> {
    const path = toBytes(request.path);
    const entry = this.findFile(request.commit, path);
    if (!entry) throw new WhenceError('GIT_FILE_NOT_TRACKED', `${request.path} is not part of that revision.`);
    const walk = new BlameWalk({
      history: this.history,
      ignoreWhitespace: request.ignoreWhitespace,
      pace: request.pace,
      ignored: readIgnoredRevisions(this.#repository),
      onFound: (found) => request.onFound(found.map((span) => this.#attribute(span))),
    });
    const count = lineStartsOf(request.content).length - 1;
    const ranges = request.ranges ?? [{ first: 0, count }];
    const spans = ranges.map((range) => ({ final: range.first, origin: range.first, count: range.count }));
    walk.start({ commit: request.commit, file: { ...entry, path }, spans });
    await walk.run();
  }

  fileHistory(query: HistoryQuery, work: Work): Promise<HistoryPage> {
    return followFile(this.history, query, { pace: work.pace, summary: (id) => this.summary(id) });
  }

  lineHistory(query: LineHistoryQuery, work: Work): Promise<HistoryPage> {
    return followLines(this.history, query, { pace: work.pace, summary: (id) => this.summary(id) });
  }

  async commit(revision: string, work: Work): Promise<CommitDetails> {
    const id = await this.resolve(revision);
    const { tree, parents } = this.history.commitLinks(id);
    const before = parents[0] === undefined ? null : this.history.commitLinks(parents[0]).tree;
    const trees = { before, after: tree };
    const changes = await describeChanges(this.history, trees, { pace: work.pace, limit: filesListed });
    return { ...this.facts(id), ...changes };
  }

  async diff(revision: string, path: string, work: Work): Promise<FileDiff> {
    const id = await this.resolve(revision);
    const { tree, parents } = this.history.commitLinks(id);
    const before = parents[0] === undefined ? null : this.history.commitLinks(parents[0]).tree;
    const binaryPath = toBytes(path);
    for (const change of changedPaths(this.history, { before, after: tree })) {
      if (work.pace.due) await work.pace.rest();
      if (change.path !== binaryPath) continue;
      const { after } = change;
      const source =
        change.before ??
        (after && before !== null
          ? new RenameFinder(this.history).find(before, tree, { path: binaryPath, id: after.id, mode: after.mode })
          : null);
      return diffFiles(contentOf(this.history, source), contentOf(this.history, after));
    }
    if (this.findFile(id, binaryPath)) return { lines: [], binary: false, truncated: false };
    throw new WhenceError('GIT_FILE_NOT_TRACKED', `${path} is not part of commit ${id}.`);
  }

  close(): void {
    this.history.close();
  }

  /** Author, date and summary of a commit, kept: the same commits are named again and again. */
  summary(id: string): CommitSummary {
    const known = this.#summaries.get(id);
    if (known) return known;
    const summary = this.#summarize(id, this.history.commit(id));
    this.#summaries.set(id, summary);
    return summary;
  }

  hasCommit(id: string): boolean {
    return this.history.objects.find(id)?.type === 'commit';
  }

  /** All that a commit says of itself. */
  facts(id: string): Omit<CommitDetails, 'files' | 'truncated'> {
    const commit = this.history.commit(id);
    const committer = this.#mailmap.apply(commit.committer.name, commit.committer.email);
    return {
      ...this.#summarize(id, commit),
      message: commit.message.trimEnd(),
      parents: commit.parents,
      committer: committer.name,
      committerDate: isoDate(commit.committer.time, commit.committer.zone),
    };
  }

  #summarize(id: string, { author, message }: CommitObject): CommitSummary {
    const person = this.#mailmap.apply(author.name, author.email);
    const date = isoDate(author.time, author.zone);
    return { commit: id, author: person.name, email: person.email, date, summary: summaryOf(message) };
  }

  /** A file at a commit. `path` is a binary string. */
  findFile(commit: string, path: string): ReturnType<PathFinder['find']> {
    return new PathFinder(this.history, path).find(this.history.commitLinks(commit).tree);
  }

  #attribute(span: FoundSpan): Parameters<CommittedBlame['onFound']>[0][number] {
    return {
      final: span.final,
      count: span.count,
      origin: span.origin,
      path: fromBytes(span.path),
      boundary: span.boundary,
      commit: this.summary(span.commit),
    };
  }

  /** Only what a mailmap setting can name without a walk: a blob's id. */
  #readSmallBlob(revision: string): string | null {
    if (!/^[0-9a-f]{40}(?:[0-9a-f]{24})?$/.test(revision)) return null;
    const object = this.history.objects.find(revision);
    return object?.type === 'blob' ? object.data.toString('utf8') : null;
  }
}
