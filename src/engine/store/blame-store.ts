import type { BatchCommit, BlameBatch, BlamedFile } from '../git/blame-batch.ts';
import { encodeRuns, type BlameRun } from './blame-runs.ts';
import type { Statements } from './statements.ts';

/** Writes blame into an index: through the index's one writer, in short transactions. */
export class BlameStore {
  readonly #statements: Statements;
  readonly #queries: ReturnType<typeof prepareQueries>;

  constructor(statements: Statements) {
    this.#statements = statements;
    this.#queries = prepareQueries(this.#statements);
  }

  /** Stores a batch. Files that left the index meanwhile are passed over. */
  put(batch: BlameBatch): void {
    this.#statements.transaction('blame.put', () => {
      const commits = batch.commits.map((commit) => this.#commitId(commit));
      const paths = batch.paths.map((path) => this.#pathId(path));
      for (const file of batch.files) this.#putFile(file, { commits, paths });
    });
  }

  /** Says that files were blamed at this commit too: nothing of theirs changed up to it. */
  moveHead(fileIds: readonly number[], head: string): void {
    const id = Buffer.from(head, 'hex');
    this.#statements.transaction('blame.move-head', () => {
      for (const fileId of fileIds) this.#queries.moveHead.run(id, fileId);
    });
  }

  #putFile(file: BlamedFile, ids: { commits: readonly number[]; paths: readonly number[] }): void {
    const fileId = this.#queries.findFile.get(file.path);
    if (fileId === undefined) return;
    const head = Buffer.from(file.head ?? '', 'hex');
    const state = file.done ? 'done' : 'skipped';
    const runs = encodeRuns(runsWithIds(file.runs, ids));
    this.#queries.putFile.run(fileId, file.contentHash, head, file.stamp, state, runs);
  }

  #commitId(commit: BatchCommit): number {
    const key = Buffer.from(commit.commit, 'hex');
    const authorId = this.#authorId(commit);
    const known = this.#queries.findCommit.get(key);
    if (known) {
      // The mailmap may have changed since.
      if (known.authorId !== authorId) this.#queries.setAuthor.run(authorId, known.id);
      return known.id;
    }
    const { date, summary, boundary } = commit;
    // A date that can't be read is an empty text, and older than all others.
    const seconds = date === null ? 0 : Math.floor(Date.parse(date) / 1000);
    const values = [key, authorId, seconds, date ?? '', summary, boundary ? 1 : 0] as const;
    return Number(this.#queries.addCommit.run(...values).lastInsertRowid);
  }

  #authorId({ author, email }: BatchCommit): number {
    const known = this.#queries.findAuthor.get(author, email);
    return known ?? Number(this.#queries.addAuthor.run(author, email).lastInsertRowid);
  }

  #pathId(path: string): number {
    return this.#queries.findPath.get(path) ?? Number(this.#queries.addPath.run(path).lastInsertRowid);
  }
}

function prepareQueries(statements: Statements) {
  return {
    moveHead: statements.prepare<[Uint8Array, number]>(
      'blame_files.move-head',
      'UPDATE blame_files SET head = ? WHERE file_id = ?',
    ),
    findFile: statements.prepareValue<[string], number>('files.id-by-path', 'SELECT id FROM files WHERE path = ?'),
    putFile: statements.prepare<[number, Uint8Array, Uint8Array, string, string, Uint8Array]>(
      'blame_files.put',
      'INSERT OR REPLACE INTO blame_files (file_id, content_hash, head, stamp, state, runs) VALUES (?, ?, ?, ?, ?, ?)',
    ),
    findCommit: statements.prepare<[Uint8Array], { id: number; authorId: number }>(
      'blame_commits.find',
      'SELECT id, author_id AS authorId FROM blame_commits WHERE commit_id = ?',
    ),
    setAuthor: statements.prepare<[number, number]>(
      'blame_commits.set-author',
      'UPDATE blame_commits SET author_id = ? WHERE id = ?',
    ),
    addCommit: statements.prepare<[Uint8Array, number, number, string, string, number]>(
      'blame_commits.add',
      'INSERT INTO blame_commits (commit_id, author_id, time, date, summary, boundary) VALUES (?, ?, ?, ?, ?, ?)',
    ),
    findAuthor: statements.prepareValue<[string, string], number>(
      'blame_authors.find',
      'SELECT id FROM blame_authors WHERE name = ? AND email = ?',
    ),
    addAuthor: statements.prepare<[string, string]>(
      'blame_authors.add',
      'INSERT INTO blame_authors (name, email) VALUES (?, ?)',
    ),
    findPath: statements.prepareValue<[string], number>(
      'blame_paths.find',
      'SELECT id FROM blame_paths WHERE path = ?',
    ),
    addPath: statements.prepare<[string]>('blame_paths.add', 'INSERT INTO blame_paths (path) VALUES (?)'),
  };
}

function runsWithIds(runs: Int32Array, ids: { commits: readonly number[]; paths: readonly number[] }): BlameRun[] {
  const found: BlameRun[] = [];
  for (let at = 0; at + 3 < runs.length; at += 4) {
    found.push({
      count: runs[at] ?? 0,
      commit: ids.commits[runs[at + 1] ?? -1] ?? 0,
      originalLine: runs[at + 2] ?? 0,
      path: ids.paths[runs[at + 3] ?? -1] ?? 0,
    });
  }
  return found;
}
