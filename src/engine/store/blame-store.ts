import type { BatchCommit, BlameBatch, BlamedFile } from '../git/blame-batch.ts';
import { encodeRuns, type BlameRun } from './blame-runs.ts';
import { Statements } from './statements.ts';
import type { IndexWriter } from './index-writer.ts';

/** Writes blame into an index: through the index's one writer, in short transactions. */
export class BlameStore {
  readonly #statements: Statements;

  constructor(writer: IndexWriter) {
    this.#statements = new Statements(writer.database, writer.file);
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
    this.#statements.transaction('blame.move-head', () => {
      const update = this.#statements.prepare<[Uint8Array, number]>(
        'blame_files.move-head',
        'UPDATE blame_files SET head = ? WHERE file_id = ?',
      );
      for (const fileId of fileIds) update.run(Buffer.from(head, 'hex'), fileId);
    });
  }

  /** Throws all blame away. */
  clear(): void {
    this.#statements.transaction('blame.clear', () => {
      for (const table of ['blame_files', 'blame_commits', 'blame_authors', 'blame_paths']) {
        this.#statements.prepare<[]>(`${table}.clear`, `DELETE FROM ${table}`).run();
      }
    });
  }

  #putFile(file: BlamedFile, ids: { commits: readonly number[]; paths: readonly number[] }): void {
    const fileId = this.#statements
      .prepareValue<[string], number>('files.id-by-path', 'SELECT id FROM files WHERE path = ?')
      .get(file.path);
    if (fileId === undefined) return;
    this.#statements
      .prepare<[number, Uint8Array, Uint8Array, string, string, Uint8Array]>(
        'blame_files.put',
        `INSERT OR REPLACE INTO blame_files (file_id, content_hash, head, stamp, state, runs) VALUES (?, ?, ?, ?, ?, ?)`,
      )
      .run(
        fileId,
        file.contentHash,
        Buffer.from(file.head ?? '', 'hex'),
        file.stamp,
        file.done ? 'done' : 'skipped',
        encodeRuns(runsWithIds(file.runs, ids)),
      );
  }

  #commitId(commit: BatchCommit): number {
    const key = Buffer.from(commit.commit, 'hex');
    const known = this.#statements
      .prepareValue<[Uint8Array], number>('blame_commits.find', 'SELECT id FROM blame_commits WHERE commit_id = ?')
      .get(key);
    const authorId = this.#authorId(commit);
    if (known !== undefined) {
      // The mailmap may have changed since.
      this.#statements
        .prepare<[number, number]>('blame_commits.set-author', 'UPDATE blame_commits SET author_id = ? WHERE id = ?')
        .run(authorId, known);
      return known;
    }
    const { lastInsertRowid } = this.#statements
      .prepare<[Uint8Array, number, number, string, string, number]>(
        'blame_commits.add',
        'INSERT INTO blame_commits (commit_id, author_id, time, date, summary, boundary) VALUES (?, ?, ?, ?, ?, ?)',
      )
      .run(
        key,
        authorId,
        Math.floor(Date.parse(commit.date) / 1000),
        commit.date,
        commit.summary,
        commit.boundary ? 1 : 0,
      );
    return Number(lastInsertRowid);
  }

  #authorId({ author, email }: BatchCommit): number {
    const known = this.#statements
      .prepareValue<[string, string], number>(
        'blame_authors.find',
        'SELECT id FROM blame_authors WHERE name = ? AND email = ?',
      )
      .get(author, email);
    if (known !== undefined) return known;
    const { lastInsertRowid } = this.#statements
      .prepare<[string, string]>('blame_authors.add', 'INSERT INTO blame_authors (name, email) VALUES (?, ?)')
      .run(author, email);
    return Number(lastInsertRowid);
  }

  #pathId(path: string): number {
    const known = this.#statements
      .prepareValue<[string], number>('blame_paths.find', 'SELECT id FROM blame_paths WHERE path = ?')
      .get(path);
    if (known !== undefined) return known;
    const { lastInsertRowid } = this.#statements
      .prepare<[string]>('blame_paths.add', 'INSERT INTO blame_paths (path) VALUES (?)')
      .run(path);
    return Number(lastInsertRowid);
  }
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
