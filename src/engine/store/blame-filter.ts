import { eachRun } from './blame-runs.ts';
import type { Statements } from './statements.ts';

/** A demand on who wrote a chunk's lines, and when. */
export type BlameCondition =
  /** Part of a name or address, in lower case: some line is theirs. */
  | { readonly type: 'author'; readonly author: string }
  /** Seconds since the epoch: the newest line was written at or after this; before it. */
  | { readonly type: 'after' | 'before'; readonly time: number }
  /** First digits of a commit's id: some line comes from it. */
  | { readonly type: 'commit'; readonly prefix: string };

interface CommitFacts {
  readonly id: number;
  readonly commit: string;
  readonly time: number;
  readonly author: string;
}

/** Which commits each chunk's lines come from, all at once: `commits[from[i]] …` belong to chunk `chunks[i]`. */
interface ChunkCommits {
  readonly chunks: Int32Array;
  readonly from: Int32Array;
  readonly commits: Int32Array;
  /** Facts by commit id. */
  readonly facts: readonly (CommitFacts | undefined)[];
  /** Share of indexed files that have blame, 0 to 1. */
  readonly coverage: number;
}

/** Answers `author:`, `after:`, `before:` and `commit:` from the blame store. Loads it once, until told to forget. */
export class BlameFilter {
  readonly #statements: Statements;
  #loaded: ChunkCommits | null = null;

  constructor(statements: Statements) {
    this.#statements = statements;
  }

  /** To be called when the database has changed. */
  forget(): void {
    this.#loaded = null;
  }

  /** Share of indexed files whose lines are known, 0 to 1. */
  get coverage(): number {
    return this.#load().coverage;
  }

  /** Calls `mark` with each chunk that meets the condition. False, without a call, while nothing is known of any file. */
  chunks(condition: BlameCondition, mark: (chunkId: number) => void): boolean {
    const { chunks, from, commits, facts, coverage } = this.#load();
    if (coverage === 0) return false;
    const wanted = matcherOf(condition, facts);
    for (let at = 0; at < chunks.length; at += 1) {
      const start = from[at] ?? 0;
      const end = from[at + 1] ?? start;
      if (wanted(commits, start, end)) mark(chunks[at] ?? 0);
    }
    return true;
  }

  #load(): ChunkCommits {
    this.#loaded ??= loadChunkCommits(this.#statements);
    return this.#loaded;
  }
}

type Matcher = (commits: Int32Array, start: number, end: number) => boolean;

function matcherOf(condition: BlameCondition, facts: readonly (CommitFacts | undefined)[]): Matcher {
  if (condition.type === 'author' || condition.type === 'commit') {
    const matches = new Uint8Array(facts.length);
    for (const fact of facts) {
      if (!fact) continue;
      const found =
        condition.type === 'author' ? fact.author.includes(condition.author) : fact.commit.startsWith(condition.prefix);
      if (found) matches[fact.id] = 1;
    }
    return (commits, start, end) => {
      for (let at = start; at < end; at += 1) if (matches[commits[at] ?? 0] === 1) return true;
      return false;
    };
  }
  const { type, time } = condition;
  return (commits, start, end) => {
    if (start === end) return false;
    const newest = newestTime(commits.subarray(start, end), facts);
    return type === 'after' ? newest >= time : newest < time;
  };
}

/** Lines that no commit has are the newest. */
function newestTime(commits: Int32Array, facts: readonly (CommitFacts | undefined)[]): number {
  let newest = Number.NEGATIVE_INFINITY;
  for (const id of commits)
    newest = Math.max(newest, id === 0 ? Number.POSITIVE_INFINITY : (facts[id]?.time ?? newest));
  return newest;
}

function loadChunkCommits(statements: Statements): ChunkCommits {
  const facts: (CommitFacts | undefined)[] = [undefined];
  const rows = statements.prepare<[], CommitFacts>(
    'blame_commits.facts',
    `SELECT c.id AS id, lower(hex(c.commit_id)) AS "commit", c.time AS time, lower(a.name || ' <' || a.email || '>') AS author
       FROM blame_commits AS c JOIN blame_authors AS a ON a.id = c.author_id`,
  );
  for (const row of rows.iterate()) facts[row.id] = row;
  const files = statements.prepare<[], { fileId: number; runs: Uint8Array }>(
    'blame_files.of-indexed-text',
    `SELECT b.file_id AS fileId, b.runs AS runs FROM blame_files AS b JOIN files AS f ON f.id = b.file_id
      WHERE b.content_hash IS f.content_hash`,
  );
  const ranges = statements.prepare<[number], { id: number; startLine: number; endLine: number }>(
    'chunks.line-ranges',
    'SELECT id, start_line AS startLine, end_line AS endLine FROM chunks WHERE file_id = ?',
  );
  const chunks: number[] = [];
  const from: number[] = [0];
  const commits: number[] = [];
  let blamed = 0;
  // All at once: a statement cannot be stepped while another of this loop runs.
  for (const file of files.all()) {
    blamed += 1;
    const ends: number[] = [];
    const sources: number[] = [];
    eachRun(file.runs, (run, firstLine) => {
      ends.push(firstLine + run.count - 1);
      sources.push(run.commit);
    });
    for (const chunk of ranges.all(file.fileId)) {
      const found = new Set<number>();
      for (let run = firstReaching(ends, chunk.startLine); run < ends.length; run += 1) {
        found.add(sources[run] ?? 0);
        if ((ends[run] ?? 0) >= chunk.endLine) break;
      }
      for (const id of found) commits.push(id);
      chunks.push(chunk.id);
      from.push(commits.length);
    }
  }
  const total =
    statements
      .prepareValue<[], number>('files.count-indexed', "SELECT count(*) FROM files WHERE state = 'indexed'")
      .get() ?? 0;
  return {
    chunks: Int32Array.from(chunks),
    from: Int32Array.from(from),
    commits: Int32Array.from(commits),
    facts,
    coverage: total === 0 ? 0 : blamed / total,
  };
}

/** The first run that ends at or after a line. */
function firstReaching(ends: readonly number[], line: number): number {
  let low = 0;
  let high = ends.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if ((ends[middle] ?? 0) < line) low = middle + 1;
    else high = middle;
  }
  return low;
}
