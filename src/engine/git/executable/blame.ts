import type { CommitSummary } from '../../../shared/contract/git.ts';
import type { AttributedSpan, CommittedBlame } from '../engine.ts';
import { isoDate } from '../iso-date.ts';
import type { GitRunner } from './runner.ts';
import { unquotePath } from './quoting.ts';

interface CommitRecord {
  summary: CommitSummary;
  boundary: boolean;
}

/** Parses `git blame --incremental`: a header per run of lines, the commit's facts when it is first met, its path last. */
export class IncrementalParser {
  private readonly commits = new Map<string, CommitRecord>();
  private readonly onFound: (span: AttributedSpan) => void;
  private rest = '';
  private header: { commit: string; origin: number; final: number; count: number } | null = null;
  private facts = new Map<string, string>();

  constructor(onFound: (span: AttributedSpan) => void) {
    this.onFound = onFound;
  }

  push(chunk: Buffer): void {
    const text = this.rest + chunk.toString('latin1');
    const lines = text.split('\n');
    this.rest = lines.pop() ?? '';
    for (const line of lines) this.line(line);
  }

  private line(line: string): void {
    if (this.header === null) {
      const [commit = '', origin, final, count] = line.split(' ');
      this.header = { commit, origin: Number(origin), final: Number(final), count: Number(count) };
      return;
    }
    const space = line.indexOf(' ');
    const key = space < 0 ? line : line.slice(0, space);
    const value = space < 0 ? '' : line.slice(space + 1);
    if (key !== 'filename') {
      this.facts.set(key, value);
      return;
    }
    this.finish(this.header, unquotePath(value));
    this.header = null;
    this.facts.clear();
  }

  private finish(header: { commit: string; origin: number; final: number; count: number }, path: string): void {
    let record = this.commits.get(header.commit);
    if (!record || this.facts.has('author')) {
      record = { summary: this.summary(header.commit), boundary: this.facts.has('boundary') };
      this.commits.set(header.commit, record);
    }
    this.onFound({
      final: header.final - 1,
      count: header.count,
      origin: header.origin - 1,
      path,
      boundary: record.boundary,
      commit: record.summary,
    });
  }

  private summary(commit: string): CommitSummary {
    const text = (key: string): string => Buffer.from(this.facts.get(key) ?? '', 'latin1').toString('utf8');
    return {
      commit,
      author: text('author'),
      email: text('author-mail').replace(/^<(.*)>$/, '$1'),
      date: isoDate(Number(text('author-time')), text('author-tz')),
      summary: text('summary'),
    };
  }
}

/** Streams `git blame` of a committed file. */
export async function blameCommitted(
  runner: GitRunner,
  request: CommittedBlame,
  ignoredRevisions: ReadonlySet<string>,
): Promise<void> {
  const parser = new IncrementalParser((span) => request.onFound([span]));
  // The repository's own list is read by us: git would refuse to blame when it is missing or holds something else.
  const args = ['blame', '--incremental', '--no-textconv', '--encoding=UTF-8', '--no-ignore-revs-file'];
  if (request.ignoreWhitespace) args.push('-w');
  if (ignoredRevisions.size > 0) {
    const file = runner.home.write('ignored-revisions', [...ignoredRevisions].map((id) => `${id}\n`).join(''));
    args.push('--ignore-revs-file', file);
  }
  for (const range of request.ranges ?? []) args.push('-L', `${range.first + 1},${range.first + range.count}`);
  args.push(request.commit, '--', request.path);
  await runner.run(args, {
    signal: request.signal,
    pace: request.pace,
    onOutput: (chunk) => {
      parser.push(chunk);
      return undefined;
    },
  });
}
