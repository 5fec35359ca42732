import { readAnswer, saysYes } from '../../engine/terminal.ts';
import { isWhenceError, WhenceError } from '../../shared/errors.ts';
import type { IndexCounts, RepositorySummary } from '../../shared/contract/repositories.ts';
import { type Asked, commandLine } from '../advice.ts';
import type { CommonOptions } from '../options.ts';
import { counted, formatDuration, printJson, printLine, printNote, thousands } from '../output.ts';
import { runToEnd } from '../run-to-end.ts';
import { exitCodes } from '../exit-codes.ts';
import { statusJson } from '../status-json.ts';
import { findIndex, requireIndex, type Session, withRoot } from '../with-engine.ts';

interface IndexOptions extends CommonOptions {
  readonly phase?: '1' | '2';
  readonly rebuild?: boolean;
  readonly retryFailed?: boolean;
  readonly blame?: boolean;
  readonly yes?: boolean;
}

/** `whence index`: brings the index up to date. Answers the exit code. */
export async function runIndex(root: string, options: IndexOptions): Promise<number> {
  const index = async (confirmed: boolean): Promise<number> =>
    withRoot(root, { ...options, writes: true, confirmed, replace: options.rebuild ?? false }, async (session) =>
      build(session, { ...options, root }),
    );
  try {
    return await index(options.yes ?? false);
  } catch (thrown) {
    if (!isWhenceError(thrown, 'ROOT_TOO_LARGE')) throw thrown;
    if (!process.stdin.isTTY || options.json) {
      throw new WhenceError('ROOT_TOO_LARGE', `${thrown.message} (--yes confirms it.)`, { data: { ...thrown.data } });
    }
    return (await askYes(thrown.message)) ? index(true) : exitCodes.failure;
  }
}

/** `whence resume`: goes on with what was paused or interrupted. Answers the exit code. */
export async function runResume(root: string, options: CommonOptions): Promise<number> {
  await findIndex(root, options);
  return withRoot(root, { ...options, writes: true, confirmed: true }, async (session) => {
    requireIndex(session.repository);
    const { pending, chunks, failed } = countsOf(session.repository);
    if (session.repository.state === 'up-to-date' && pending === 0 && !options.json) {
      printLine(
        `Nothing is left to do: the index is complete${failed > 0 ? ` but for ${counted(failed, 'file')} that failed` : ''}.`,
      );
      return failed > 0 ? exitCodes.doneWithFailures : exitCodes.done;
    }
    if (!options.json) printNote(`Still to be embedded: ${thousands(pending)} of ${counted(chunks, 'chunk')}.`);
    return build(session, { ...options, root });
  });
}

async function build(session: Session, options: IndexOptions & Asked): Promise<number> {
  const started = performance.now();
  for (const notice of session.repository.notices) printNote(notice);
  const end = await runToEnd(session, options);
  if (options.blame && end.state === 'done') await session.engine.blameAll(session.repository.repositoryId);
  const { engine, repository, context } = session;
  const after = await engine.handlers['repositories.status']({ repositoryId: repository.repositoryId }, context);
  const counts = countsOf(after);
  if (repository.git === 'bare')
    printNote('This is a bare repository: it has no files to index. Index a checkout of it.');
  if (end.state === 'failed') {
    throw end.error ? WhenceError.from(end.error) : new WhenceError('INTERNAL', 'Indexing failed: try again.');
  }
  if (options.json) {
    printJson({
      ...statusJson(after),
      took_ms: Math.round(performance.now() - started),
      reused: end.reused,
      finished: end.state === 'done',
    });
  } else if (end.state === 'done') {
    printLine(
      `${counted(counts.files, 'file')}, ${counted(counts.chunks, 'chunk')}, ${thousands(counts.embedded)} embedded (${thousands(end.reused)} reused), ${thousands(counts.skipped)} left out${failedWords(counts.failed)}; ${formatDuration(performance.now() - started)}`,
    );
  }
  if (end.state === 'done') {
    if (counts.failed === 0) return exitCodes.done;
    if (!options.json) {
      printNote(
        `Why: ${commandLine('skipped', options)}. To read them again: ${commandLine('index', options)} --retry-failed`,
      );
    }
    return exitCodes.doneWithFailures;
  }
  printNote(
    `Paused: still to be embedded: ${counted(counts.pending, 'chunk')}. To go on: ${commandLine('resume', options)}`,
  );
  return exitCodes.interrupted;
}

const failedWords = (failed: number): string => (failed === 0 ? '' : `, ${thousands(failed)} failed`);

/** Throws why the index can't be read, where it can't. */
function countsOf({ counts, error }: RepositorySummary): IndexCounts {
  if (counts !== null) return counts;
  throw error ? WhenceError.from(error) : new WhenceError('INDEX_UNREADABLE', 'The index can no longer be read.');
}

async function askYes(question: string): Promise<boolean> {
  printNote(`${question} Index it all? [y/N]`);
  return saysYes(await readAnswer(process.stdin));
}
