import { existsSync } from 'node:fs';
import { join, relative, resolve, sep } from 'node:path';
import type { BlameEngineChoice, BlameLine, HistoryEntry } from '../../shared/contract/git.ts';
import { WhenceError } from '../../shared/errors.ts';
import type { CommonOptions, LineRange } from '../options.ts';
import { column, printCodeLine, printJson, printLine, printNote } from '../output.ts';
import { type Session, withRoot } from '../with-engine.ts';

interface BlameOptions extends CommonOptions {
  readonly engine: BlameEngineChoice;
  readonly lines?: LineRange;
  readonly revision?: string;
  readonly ignoreWhitespace?: boolean;
}

interface FileOfRoot {
  readonly root: string;
  readonly path: string;
}

/** `whence blame`: who wrote each line. */
export async function runBlame(file: FileOfRoot, options: BlameOptions): Promise<void> {
  await withRoot(file.root, { ...options, writes: false }, async ({ engine, repository, context }) => {
    const blame = await engine.handlers['git.blame'](
      {
        repositoryId: repository.repositoryId,
        path: pathInRoot(repository.root, file.path),
        engine: options.engine,
        force: true,
        ...(options.lines ? { firstLine: options.lines.first, lastLine: options.lines.last } : {}),
        ...(options.revision === undefined ? {} : { revision: options.revision }),
        ...(options.ignoreWhitespace ? { ignoreWhitespace: true } : {}),
      },
      context,
    );
    const lines = blame.lines.filter((line) => isWanted(line, options.lines));
    if (options.json) {
      printJson(lines.map(blameJson));
      return;
    }
    for (const line of lines) printLine(blameText(line));
  });
}

const isWanted = ({ line }: BlameLine, range: LineRange | undefined): boolean =>
  range === undefined || (line >= range.first && line <= range.last);

const blameJson = ({ line, commit, author, email, date, summary, committed }: BlameLine): object => ({
  line,
  commit,
  author,
  email,
  date,
  summary,
  committed,
});

const unreadableDate = 'date unreadable';

/** The day of a date, whose year may have more than four digits. */
const dayOf = (date: string | null): string => date?.slice(0, date.indexOf('T')) ?? unreadableDate;

const blameText = (line: BlameLine): string =>
  `${String(line.line).padStart(6)}  ${line.commit.slice(0, 10)}  ${dayOf(line.date)}  ${column(line.author, 20)}  ${line.summary}`;

interface HistoryOptions extends CommonOptions {
  readonly lines?: LineRange;
  readonly limit: number;
  readonly symbol?: string;
}

/** No commit at all is what a mistyped path gets too: that is an error, a file not committed yet is not. */
function explainNone(root: string, path: string): void {
  if (existsSync(join(root, path))) printNote(`No commit has changed ${path} yet.`);
  else {
    const message = `There is no file ${path}, and no commit had one: check the path, relative to the root.`;
    throw new WhenceError('PATH_NOT_FOUND', message);
  }
}

/** `whence history`: the commits that changed a file, lines of it or one definition, newest first. */
export async function runHistory(file: FileOfRoot, options: HistoryOptions): Promise<void> {
  await withRoot(file.root, { ...options, writes: false }, async (session) => {
    const path = pathInRoot(session.repository.root, file.path);
    const entries = await readHistory(session, path, options);
    if (entries.length === 0) explainNone(session.repository.root, path);
    if (options.json) {
      printJson(entries.map(historyJson));
      return;
    }
    for (const entry of entries) {
      const from = entry.oldPath === null ? '' : `  (${entry.oldPath} → ${entry.path})`;
      printLine(
        `${entry.commit.slice(0, 10)}  ${dayOf(entry.date)}  ${column(entry.author, 20)}  ${entry.summary}${from}`,
      );
    }
  });
}

async function readHistory(session: Session, path: string, options: HistoryOptions): Promise<readonly HistoryEntry[]> {
  const { engine, repository, context } = session;
  const { repositoryId } = repository;
  const lines = options.symbol === undefined ? options.lines : await linesOfSymbol(session, path, options.symbol);
  if (lines) {
    const limit = Math.min(500, options.limit);
    const request = { repositoryId, path, firstLine: lines.first, lastLine: lines.last, limit };
    const revision = options.symbol === undefined ? {} : { revision: 'HEAD' };
    return (await engine.handlers['git.lineHistory']({ ...request, ...revision }, context)).entries;
  }
  const entries: HistoryEntry[] = [];
  let cursor: string | null = null;
  do {
    const page: Awaited<ReturnType<(typeof engine.handlers)['git.fileHistory']>> = await engine.handlers[
      'git.fileHistory'
    ](
      {
        repositoryId,
        path,
        limit: Math.min(500, options.limit - entries.length),
        ...(cursor === null ? {} : { cursor }),
      },
      context,
    );
    for (const entry of page.entries) entries.push(entry);
    cursor = page.cursor;
  } while (cursor !== null && entries.length < options.limit);
  return entries;
}

/** Where the file as committed defines a name: its history starts at that text, whatever the index or the disk holds. */
async function linesOfSymbol(
  { engine, repository: { repositoryId }, context }: Session,
  path: string,
  symbol: string,
): Promise<LineRange> {
  const { text } = await engine.handlers['git.readFile']({ repositoryId, path, revision: 'HEAD' }, context);
  const [{ createChunker }, { findSymbolLines }, { findResources }] = await Promise.all([
    import('../../engine/chunking/index.ts'),
    import('../../engine/git/index.ts'),
    import('../../engine/resources.ts'),
  ]);
  const chunker = await createChunker({ grammarFolder: findResources().grammars });
  try {
    const { firstLine, lastLine } = findSymbolLines(await chunker.chunk({ path, text }), text, symbol);
    return { first: firstLine, last: lastLine };
  } finally {
    chunker.dispose();
  }
}

const historyJson = (entry: HistoryEntry): object => ({
  commit: entry.commit,
  author: entry.author,
  email: entry.email,
  date: entry.date,
  summary: entry.summary,
  path: entry.path,
  change: entry.change,
  old_path: entry.oldPath,
});

/** `whence commit`: message, author, date and files. */
export async function runCommit(
  wanted: { readonly root: string; readonly commit: string },
  options: CommonOptions,
): Promise<void> {
  await withRoot(wanted.root, { ...options, writes: false }, async ({ engine, repository, context }) => {
    const commit = await engine.handlers['git.commit'](
      { repositoryId: repository.repositoryId, commit: wanted.commit },
      context,
    );
    if (options.json) {
      const { committerDate, files, ...rest } = commit;
      printJson({
        ...rest,
        committer_date: committerDate,
        files: files.map(({ path, oldPath, change, added, removed, binary }) => ({
          path,
          old_path: oldPath,
          change,
          added,
          removed,
          binary,
        })),
      });
      return;
    }
    printLine(`commit ${commit.commit}`);
    printLine(`author ${commit.author} <${commit.email}>`);
    printLine(`date   ${commit.date ?? unreadableDate}`);
    printLine();
    for (const line of commit.message.trimEnd().split(/\r?\n/)) printCodeLine(`    ${line}`);
    printLine();
    for (const file of commit.files) {
      printLine(`${file.change.padEnd(9)} ${file.binary ? 'binary' : `+${file.added} -${file.removed}`}  ${file.path}`);
    }
    if (commit.truncated) printLine('… and more');
  });
}

/** A path as typed, relative to the root with `/`: absolute ones and ones relative to the working folder work too. */
function pathInRoot(root: string, path: string): string {
  const way = relative(root, resolve(root, path));
  return way.split(sep).join('/');
}
