import type { GitEngine } from './engine.ts';
import { divide } from './isomorphic/spans.ts';
import { compareLines } from './line-diff/compare.ts';
import { LineTable } from './line-diff/tokens.ts';
import type { LocatedFile } from './repository-session.ts';
import { readWorkingFile } from './working-tree.ts';

/** 1-based, inclusive. */
interface LineRange {
  readonly firstLine: number;
  readonly lastLine: number;
}

/**
 * Where lines of the file on disk are in its committed version: people point at what they see, and edits above shift it.
 * Null when the commit has none of them. Lines of a file that is on one side only are taken as they are.
 */
export async function committedLines(
  engine: GitEngine,
  from: { readonly commit: string; readonly file: LocatedFile },
  wanted: LineRange,
): Promise<LineRange | null> {
  const { commit, file } = from;
  const committed = await engine.readFile(commit, file.path);
  const onDisk = readWorkingFile(file.session.repository, file.path, committed);
  if (committed === null || onDisk === null || committed.equals(onDisk)) return wanted;
  const table = new LineTable();
  const first = wanted.firstLine - 1;
  const span = { final: first, origin: first, count: wanted.lastLine - first };
  const { go } = divide([span], compareLines(table.tokenize(committed), table.tokenize(onDisk)));
  const [start, end] = [go[0], go.at(-1)];
  return start && end ? { firstLine: start.origin + 1, lastLine: end.origin + end.count } : null;
}
