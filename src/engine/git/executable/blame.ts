import type { AttributedSpan, CommittedBlame } from '../engine.ts';
import type { GitRunner } from './runner.ts';
import type { Summarize } from './history.ts';
import { unquotePath } from './quoting.ts';

/**
 * Parses `git blame --incremental`: a header per run of lines, the commit's facts when it is first met, its path last.
 * Of the facts only `boundary` is taken: what git says of a broken commit's author and date are words of its own.
 */
export class IncrementalParser {
  readonly #boundaries = new Set<string>();
  readonly #onFound: (span: AttributedSpan) => void;
  readonly #summarize: Summarize;
  #rest = '';
  #header: { commit: string; origin: number; final: number; count: number } | null = null;

  constructor(onFound: (span: AttributedSpan) => void, summarize: Summarize) {
    this.#onFound = onFound;
    this.#summarize = summarize;
  }

  push(chunk: Buffer): void {
    const text = this.#rest + chunk.toString('latin1');
    const lines = text.split('\n');
    this.#rest = lines.pop() ?? '';
    for (const line of lines) this.#line(line);
  }

  #line(line: string): void {
    if (this.#header === null) {
      const [commit = '', origin, final, count] = line.split(' ');
      this.#header = { commit, origin: Number(origin), final: Number(final), count: Number(count) };
      return;
    }
    if (line === 'boundary') this.#boundaries.add(this.#header.commit);
    if (!line.startsWith(pathKey)) return;
    this.#finish(this.#header, unquotePath(line.slice(pathKey.length)));
    this.#header = null;
  }

  #finish(header: { commit: string; origin: number; final: number; count: number }, path: string): void {
    this.#onFound({
      final: header.final - 1,
      count: header.count,
      origin: header.origin - 1,
      path,
      boundary: this.#boundaries.has(header.commit),
      commit: this.#summarize(header.commit),
    });
  }
}

const pathKey = 'filename ';

/** What command lines can hold: 32,767 letters on Windows, and at least a million bytes elsewhere. */
const ignoredAtMost = process.platform === 'win32' ? 300 : 5000;

/** Streams `git blame` of a committed file. */
export async function blameCommitted(
  runner: GitRunner,
  request: CommittedBlame,
  about: { readonly ignoredRevisions: readonly string[]; readonly summarize: Summarize },
): Promise<void> {
  const parser = new IncrementalParser((span) => request.onFound([span]), about.summarize);
  // The repository's own list is read by us: git would refuse to blame when it is missing or holds something else.
  const args = ['blame', '--incremental', '--no-textconv', '--encoding=UTF-8', '--no-ignore-revs-file'];
  if (request.ignoreWhitespace) args.push('-w');
  // As arguments, so that no file has to be written; of more than these no list of reformatting commits consists.
  for (const id of about.ignoredRevisions.slice(0, ignoredAtMost)) args.push('--ignore-rev', id);
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
