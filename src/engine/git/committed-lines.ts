import { gitLines, type LineRange, mapLines } from './blame-lines.ts';
import type { GitEngine } from './engine.ts';
import { divide } from './isomorphic/spans.ts';
import { compareLines } from './line-diff/compare.ts';
import { LineTable, lineStartsOf } from './line-diff/tokens.ts';
import type { LocatedFile } from './repository-session.ts';
import { readWorkingFile } from './working-tree.ts';

export interface ShownLines {
  readonly commit: string;
  readonly file: LocatedFile;
  /** As the person named the file. */
  readonly path: string;
  /** Whether the lines are those of the file on disk, and not of the commit. */
  readonly onDisk: boolean;
}

/**
 * Where lines that are shown are in the committed version, as git counts lines: people point at what they see, and edits above
 * shift it. Null when the commit has none of them. Throws BAD_REQUEST for lines past the end.
 */
export async function committedLines(
  engine: GitEngine,
  from: ShownLines,
  wanted: LineRange,
): Promise<LineRange | null> {
  const { commit, file, path } = from;
  const committed = await engine.readFile(commit, file.path);
  const shown = (from.onDisk ? readWorkingFile(file.session.repository, file.path, committed) : null) ?? committed;
  // A file that is nowhere: what is wrong is told by whoever looks for it.
  if (shown === null) return wanted;
  const { first, count } = gitLines(mapLines(shown, lineStartsOf(shown)), wanted, path);
  if (committed === null || committed.equals(shown)) return { firstLine: first + 1, lastLine: first + count };
  const table = new LineTable();
  const span = { final: first, origin: first, count };
  const { go } = divide([span], compareLines(table.tokenize(committed), table.tokenize(shown)));
  const [start, end] = [go[0], go.at(-1)];
  return start && end ? { firstLine: start.origin + 1, lastLine: end.origin + end.count } : null;
}
