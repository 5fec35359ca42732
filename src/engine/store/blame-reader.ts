import type { AgeFacet, AuthorFacet, BlameLine, HitBlame } from '../../shared/contract/git.ts';
import { eachRun, type BlameRun } from './blame-runs.ts';
import type { Query, Statements } from './statements.ts';

/** A file whose blame is not stored for its text and the checked-out commit. */
export interface UnblamedFile {
  readonly fileId: number;
  readonly path: string;
}

interface CommitRow {
  readonly id: number;
  readonly commit: string;
  readonly author: string;
  readonly email: string;
  readonly time: number;
  readonly date: string | null;
  readonly summary: string;
  readonly boundary: number;
}

interface ChunkRow {
  readonly id: number;
  readonly fileId: number;
  readonly startLine: number;
  readonly endLine: number;
  readonly runs: Uint8Array | null;
}

const daySeconds = 86_400;
const ages: readonly { readonly label: string; readonly days: number }[] = [
  { label: 'this week', days: 7 },
  { label: 'this month', days: 30 },
  { label: 'this year', days: 365 },
  { label: '1–2 years', days: 730 },
  { label: '2–5 years', days: 1826 },
];

/** What the blame store knows about chunks and files. Only blame of the text that is indexed counts. */
export class BlameReader {
  readonly #statements: Statements;
  #commitById: Query<[id: number], CommitRow> | null = null;
  #pathById: Query<[id: number], string> | null = null;

  constructor(statements: Statements) {
    this.#statements = statements;
  }

  /** Files to blame: new, changed, or blamed at another commit or with another mailmap. Skipped ones are done. */
  unblamed(head: string | null, stamp: string): UnblamedFile[] {
    return this.#statements
      .prepare<[Uint8Array, string], UnblamedFile>(
        'blame_files.missing',
        `SELECT f.id AS fileId, f.path AS path FROM files AS f LEFT JOIN blame_files AS b ON b.file_id = f.id
          WHERE f.state = 'indexed'
            AND (b.file_id IS NULL OR b.content_hash IS NOT f.content_hash OR b.head <> ? OR b.stamp <> ?)
          ORDER BY f.path`,
      )
      .all(Buffer.from(head ?? '', 'hex'), stamp);
  }

  /** Commits that stored blame was made at, with how many files, the most first; without the given one. */
  headsBefore(head: string): { head: string; files: number }[] {
    return this.#statements
      .prepare<[Uint8Array], { head: string; files: number }>(
        'blame_files.heads-before',
        `SELECT lower(hex(b.head)) AS head, count(*) AS files FROM blame_files AS b
          WHERE b.head <> ? AND length(b.head) > 0 GROUP BY b.head ORDER BY files DESC`,
      )
      .all(Buffer.from(head, 'hex'));
  }

  /** Files whose blame was made at this commit for the text that is indexed. */
  filesAt(head: string, stamp: string): UnblamedFile[] {
    return this.#statements
      .prepare<[Uint8Array, string], UnblamedFile>(
        'blame_files.at-head',
        `SELECT f.id AS fileId, f.path AS path FROM files AS f JOIN blame_files AS b ON b.file_id = f.id
          WHERE b.head = ? AND b.stamp = ? AND b.content_hash IS f.content_hash`,
      )
      .all(Buffer.from(head, 'hex'), stamp);
  }

  /** Of these chunks' files, those without blame of the indexed text. */
  unblamedOf(chunkIds: readonly number[]): UnblamedFile[] {
    return this.#statements
      .prepare<[string], UnblamedFile>(
        'blame_files.missing-of-chunks',
        `SELECT DISTINCT f.id AS fileId, f.path AS path FROM json_each(?) AS wanted
           JOIN chunks AS c ON c.id = wanted.value JOIN files AS f ON f.id = c.file_id
           LEFT JOIN blame_files AS b ON b.file_id = f.id AND b.content_hash IS f.content_hash
          WHERE b.file_id IS NULL ORDER BY f.path`,
      )
      .all(JSON.stringify(chunkIds));
  }

  /** The newest line of each chunk that has blame. */
  newestLines(chunkIds: readonly number[]): HitBlame[] {
    const hits: HitBlame[] = [];
    const commits = new Map<number, CommitRow | null>();
    for (const chunk of this.#chunks(chunkIds)) {
      const ids = commitsOf(chunk);
      if (ids.has(0)) {
        hits.push({ ...uncommitted, chunkId: chunk.id });
        continue;
      }
      let newest: CommitRow | null = null;
      for (const id of ids) {
        const commit = this.#commit(id, commits);
        if (commit && (newest === null || commit.time > newest.time)) newest = commit;
      }
      if (newest === null) continue;
      const { commit, author, email, date, summary } = newest;
      hits.push({ chunkId: chunk.id, commit, author, email, date, summary, committed: true });
    }
    return hits;
  }

  /** How many of these chunks each author and age has, by their newest line. `me`: addresses that are the person's. */
  facets(
    chunkIds: readonly number[],
    options: { me: ReadonlySet<string>; now: number },
  ): { authors: AuthorFacet[]; ages: AgeFacet[]; pending: number } {
    const hits = this.newestLines(chunkIds);
    const authors = new Map<string, AuthorFacet>();
    const counts = [...ages.map(() => 0), 0];
    for (const hit of hits) {
      const days = hit.date === null ? Infinity : (options.now - Date.parse(hit.date)) / 1000 / daySeconds;
      const slot = hit.committed ? ages.findIndex((age) => days <= age.days) : 0;
      counts[slot < 0 ? ages.length : slot] = (counts[slot < 0 ? ages.length : slot] ?? 0) + 1;
      if (!hit.committed) continue;
      const key = hit.email.toLowerCase() || hit.author;
      const { author, email } = hit;
      const before = authors.get(key);
      authors.set(key, { author, email, count: (before?.count ?? 0) + 1, mine: options.me.has(email.toLowerCase()) });
    }
    return {
      authors: [...authors.values()].sort((a, b) => b.count - a.count || a.author.localeCompare(b.author)),
      ages: ageFacets(counts, options.now),
      pending: chunkIds.length - hits.length,
    };
  }

  /** The stored blame of a file, if it is of this text, commit and stamp; null otherwise. */
  fileLines(key: { path: string; contentHash: Uint8Array; head: string | null; stamp: string }): BlameLine[] | null {
    const row = this.#statements
      .prepare<[string, Uint8Array, Uint8Array, string], { runs: Uint8Array }>(
        'blame_files.lines',
        `SELECT b.runs AS runs FROM files AS f JOIN blame_files AS b ON b.file_id = f.id
          WHERE f.path = ? AND b.state = 'done' AND b.content_hash = ? AND b.head = ? AND b.stamp = ?`,
      )
      .get(key.path, key.contentHash, Buffer.from(key.head ?? '', 'hex'), key.stamp);
    if (!row) return null;
    const commits = new Map<number, CommitRow | null>();
    const paths = new Map<number, string>();
    const lines: BlameLine[] = [];
    let complete = true;
    eachRun(row.runs, (run, firstLine) => {
      const source = run.commit === 0 ? null : this.#commit(run.commit, commits);
      if (run.commit !== 0 && source === null) complete = false;
      const originalPath = run.path === 0 ? key.path : this.#path(run.path, paths);
      for (let offset = 0; offset < run.count; offset += 1) {
        lines.push(lineOf(source, run, { line: firstLine + offset, offset, originalPath }));
      }
    });
    return complete ? lines : null;
  }

  /** Authors that start with, or hold, these letters, the most lines' commits first: for completion. */
  authors(): { name: string; email: string; commits: number }[] {
    return this.#statements
      .prepare<[], { name: string; email: string; commits: number }>(
        'blame_authors.all',
        `SELECT a.name AS name, a.email AS email, count(*) AS commits FROM blame_authors AS a
           JOIN blame_commits AS c ON c.author_id = a.id GROUP BY a.id ORDER BY commits DESC`,
      )
      .all();
  }

  #chunks(chunkIds: readonly number[]): ChunkRow[] {
    return this.#statements
      .prepare<[string], ChunkRow>(
        'blame_files.of-chunks',
        `SELECT c.id AS id, c.file_id AS fileId, c.start_line AS startLine, c.end_line AS endLine, b.runs AS runs
           FROM json_each(?) AS wanted JOIN chunks AS c ON c.id = wanted.value JOIN files AS f ON f.id = c.file_id
           JOIN blame_files AS b ON b.file_id = f.id AND b.content_hash IS f.content_hash`,
      )
      .all(JSON.stringify(chunkIds));
  }

  #commit(id: number, known: Map<number, CommitRow | null>): CommitRow | null {
    const before = known.get(id);
    if (before !== undefined) return before;
    this.#commitById ??= this.#statements.prepare(
      'blame_commits.get',
      `SELECT c.id AS id, lower(hex(c.commit_id)) AS "commit", a.name AS author, a.email AS email, c.time AS time,
              nullif(c.date, '') AS date, c.summary AS summary, c.boundary AS boundary
         FROM blame_commits AS c JOIN blame_authors AS a ON a.id = c.author_id WHERE c.id = ?`,
    );
    const row = this.#commitById.get(id) ?? null;
    known.set(id, row);
    return row;
  }

  #path(id: number, known: Map<number, string>): string {
    const before = known.get(id);
    if (before !== undefined) return before;
    this.#pathById ??= this.#statements.prepareValue('blame_paths.get', 'SELECT path FROM blame_paths WHERE id = ?');
    const path = this.#pathById.get(id) ?? '';
    known.set(id, path);
    return path;
  }
}

const uncommitted = {
  commit: '0'.repeat(40),
  author: 'Not Committed Yet',
  email: 'not.committed.yet',
  date: new Date(0).toISOString(),
  summary: 'not committed yet',
  committed: false,
} as const;

function lineOf(
  commit: CommitRow | null,
  run: BlameRun,
  at: { line: number; offset: number; originalPath: string },
): BlameLine {
  const place = { line: at.line, originalPath: at.originalPath, originalLine: run.originalLine + at.offset };
  if (commit === null) return { ...uncommitted, ...place, date: new Date().toISOString(), boundary: false };
  const { author, email, date, summary } = commit;
  return {
    commit: commit.commit,
    author,
    email,
    date,
    summary,
    committed: true,
    boundary: commit.boundary === 1,
    ...place,
  };
}

function commitsOf(chunk: ChunkRow): Set<number> {
  const ids = new Set<number>();
  if (chunk.runs === null) return ids;
  eachRun(chunk.runs, (run, firstLine) => {
    if (firstLine <= chunk.endLine && firstLine + run.count > chunk.startLine) ids.add(run.commit);
  });
  return ids;
}

function ageFacets(counts: readonly number[], now: number): AgeFacet[] {
  const dayBefore = (days: number): string => new Date(now - days * daySeconds * 1000).toISOString().slice(0, 10);
  return counts.map((count, slot) => {
    const age = ages[slot];
    const younger = ages[slot - 1];
    return {
      label: age?.label ?? 'older',
      after: age ? dayBefore(age.days) : null,
      before: younger ? dayBefore(younger.days) : null,
      count,
    };
  });
}
