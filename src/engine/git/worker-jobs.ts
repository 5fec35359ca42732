import type { Blame, BlameEngineChoice, BlameLine } from '../../shared/contract/git.ts';
import { isWhenceError, WhenceError } from '../../shared/errors.ts';
import { decodeText } from '../text/encoding/index.ts';
import { blameFile } from './blame-file.ts';
import type { BlameBatch } from './blame-batch.ts';
import { blameMany } from './blame-many.ts';
import { committedLines } from './committed-lines.ts';
import { describeGit } from './describe.ts';
import type { GitEngine } from './engine.ts';
import { OutOfTime, Pace } from './pace.ts';
import { blameKey } from './recent-blame.ts';
import { freshnessOf, type LocatedFile, RepositorySession } from './repository-session.ts';
import { readHead } from './repository/refs.ts';
import { changedBetween } from './isomorphic/changed-between.ts';
import { blameStamp } from './stamp.ts';
import { storedBlame } from './stored-blame.ts';
import type { BlameRequest } from './types.ts';
import type { Job, OperationName, Operations } from './worker-protocol.ts';

/** How long a call may take before it answers with what it has, or says that it takes long. */
export const budgetMs = 20_000;
const pageSize = 50;

export interface JobContext {
  readonly signal: AbortSignal;
  readonly onLines: (lines: readonly BlameLine[]) => void;
  readonly onBatch: (batch: BlameBatch) => void;
}

type Handler<Name extends OperationName> = (
  sessions: Sessions,
  job: Job<Name>,
  context: JobContext,
) => Promise<Operations[Name]['answer']>;

/** Opened repositories of a worker by root; opened anew when their configuration changed. */
export class Sessions {
  readonly #opened = new Map<string, { session: RepositorySession; freshness: string }>();
  /** No longer used for new jobs; closed when no job runs. */
  #retired: RepositorySession[] = [];
  #running = 0;

  open(root: string): RepositorySession {
    const before = this.#opened.get(root);
    if (before && before.freshness === freshnessOf(before.session.repository)) return before.session;
    if (before) this.#retired.push(before.session);
    const session = RepositorySession.open(root);
    this.#opened.set(root, { session, freshness: freshnessOf(session.repository) });
    return session;
  }

  /** Runs a job; what was let go of meanwhile is closed after the last one. */
  async during<Answer>(work: () => Promise<Answer>): Promise<Answer> {
    this.#running += 1;
    try {
      return await work();
    } finally {
      this.#running -= 1;
      this.#closeRetired();
    }
  }

  forget(root: string): void {
    const before = this.#opened.get(root);
    if (before) this.#retired.push(before.session);
    this.#opened.delete(root);
    this.#closeRetired();
  }

  closeAll(): void {
    for (const root of this.#opened.keys()) this.forget(root);
  }

  #closeRetired(): void {
    if (this.#running > 0) return;
    for (const session of this.#retired) session.close();
    this.#retired = [];
  }
}

const handlers: { readonly [Name in OperationName]: Handler<Name> } = {
  warm: async (sessions, job) => {
    const session = sessions.open(job.root);
    const engine = await session.engine(job.engine);
    const head = await engine.resolve('HEAD');
    const { history } = await session.isomorphicEngine();
    history.commitLinks(head);
    return null;
  },
  describe: (_sessions, job) => describeGit(job.root),
  blame,
  blameMany: async (sessions, job, context) => {
    const { signal, onBatch } = context;
    await blameMany(sessions.open(job.root), job.request.paths, { pace: new Pace(signal, null), onBatch });
    return null;
  },
  blameKey: async (sessions, job) => {
    const session = sessions.open(job.root);
    const { commit } = await readHead(session.repository);
    return { head: commit, stamp: blameStamp(session.repository) };
  },
  changedBetween: async (sessions, job, context) => {
    const session = sessions.open(job.root);
    const { history } = await session.isomorphicEngine();
    const changed = await changedBetween(history, job.request, new Pace(context.signal, null));
    const { prefix } = session.repository;
    if (changed === null) return null;
    return changed.filter((path) => path.startsWith(prefix)).map((path) => path.slice(prefix.length));
  },
  fileHistory: async (sessions, job, context) => {
    const { path, cursor, limit = pageSize, revision } = job.request;
    const file = sessions.open(job.root).locate(path);
    const page = await withEngine(file, job.engine, async (engine) => {
      const commit = await engine.resolve(revision ?? 'HEAD');
      const query = { commit, path: file.path, skip: cursor === undefined ? 0 : Number(cursor), limit };
      return engine.fileHistory(query, work(context));
    });
    return visibleHistory(page, file);
  },
  lineHistory: async (sessions, job, context) => {
    const { path, firstLine, lastLine, limit = pageSize, revision } = job.request;
    const file = sessions.open(job.root).locate(path);
    const page = await withEngine(file, job.engine, async (engine) => {
      const commit = await engine.resolve(revision ?? 'HEAD');
      const shown = { commit, file, path, onDisk: revision === undefined };
      const lines = await committedLines(engine, shown, { firstLine, lastLine });
      if (lines === null) return { entries: [], cursor: null };
      return engine.lineHistory({ commit, path: file.path, ...lines, limit }, work(context));
    });
    return visibleHistory(page, file);
  },
  commit: async (sessions, job, context) => {
    const file = topLevel(sessions.open(job.root));
    const details = await withEngine(file, job.engine, (engine) => engine.commit(job.request.commit, work(context)));
    const files = details.files.map((each) => ({
      ...each,
      path: file.visible(each.path),
      oldPath: each.oldPath === null ? null : file.visible(each.oldPath),
    }));
    return { ...details, files };
  },
  diff: (sessions, job, context) => {
    const file = sessions.open(job.root).locate(job.request.path);
    return withEngine(file, job.engine, (engine) => engine.diff(job.request.commit, file.path, work(context)));
  },
  readFile: (sessions, job) => {
    const file = sessions.open(job.root).locate(job.request.path);
    return withEngine(file, job.engine, async (engine) => {
      const content = await engine.readFile(await engine.resolve(job.request.revision), file.path);
      if (content !== null) return (await decodeText(content))?.text ?? content.toString('utf8');
      throw new WhenceError('GIT_FILE_NOT_TRACKED', `${job.request.path} does not exist at ${job.request.revision}.`);
    });
  },
};

/** Does one job. Throws WhenceErrors; a history that takes too long is GIT_TIME_BUDGET. */
export async function runJob<Name extends OperationName>(
  sessions: Sessions,
  job: Job<Name>,
  context: JobContext,
): Promise<Operations[Name]['answer']> {
  try {
    return await sessions.during(() => handlers[job.name](sessions, job, context));
  } catch (thrown) {
    if (thrown instanceof OutOfTime) {
      throw new WhenceError('GIT_TIME_BUDGET', `This took longer than ${budgetMs / 1000} seconds and was stopped.`);
    }
    throw thrown;
  }
}

async function blame(sessions: Sessions, job: Job<'blame'>, context: JobContext): Promise<Blame> {
  const file = sessions.open(job.root).locate(job.request.path);
  const { request } = job;
  const stored = await storedBlame(job, file);
  if (stored) return stored;
  return withEngine(file, request.engine ?? job.engine, async (engine) => {
    const start = performance.now();
    const key = await blameKey(file, engine, request);
    const recent = file.session.recentBlame.get(key);
    if (recent) return { ...recent, tookMs: performance.now() - start };
    const made = await blameFile({ file, engine, request, pace: pace(context, request), ...context });
    file.session.recentBlame.put(key, made);
    return made;
  });
}

/** Failures of git that say nothing about the repository as the engine that runs nothing sees it. */
const gitOnly = ['GIT_UNSAFE_OWNERSHIP', 'NOT_SUPPORTED'] as const;

/** The chosen engine; where git refuses a repository, or is older than its format, and the choice is ours, the one that runs nothing. */
async function withEngine<Answer>(
  file: LocatedFile,
  choice: BlameEngineChoice,
  work: (engine: GitEngine) => Promise<Answer>,
): Promise<Answer> {
  const engine = await file.session.engine(choice);
  try {
    return await work(engine);
  } catch (thrown) {
    if (choice !== 'auto' || engine.name !== 'git' || !isWhenceError(thrown, ...gitOnly)) throw thrown;
    return await workOr(thrown, async () => work(await file.session.isomorphicEngine()));
  }
}

/** Where the other engine can't do it either, what git said tells more. */
async function workOr<Answer>(first: unknown, second: () => Promise<Answer>): Promise<Answer> {
  try {
    return await second();
  } catch (thrown) {
    throw isWhenceError(thrown, 'NOT_SUPPORTED') ? first : thrown;
  }
}

const work = (context: JobContext): { pace: Pace; signal: AbortSignal } => ({
  pace: new Pace(context.signal, budgetMs),
  signal: context.signal,
});

const pace = (context: JobContext, request: BlameRequest): Pace =>
  new Pace(context.signal, request.force === true ? null : budgetMs);

function topLevel(session: RepositorySession): LocatedFile {
  const { prefix } = session.repository;
  return { ...session.locate('-'), visible: (path) => (path.startsWith(prefix) ? path.slice(prefix.length) : path) };
}

function visibleHistory(
  page: Operations['fileHistory']['answer'],
  file: LocatedFile,
): Operations['fileHistory']['answer'] {
  const entries = page.entries.map((entry) => ({
    ...entry,
    path: file.visible(entry.path),
    oldPath: entry.oldPath === null ? null : file.visible(entry.oldPath),
  }));
  return { entries, cursor: page.cursor };
}
