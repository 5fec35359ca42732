import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Blame, BlameEngineChoice, BlameLine } from '../../shared/contract/git.ts';
import { isWhenceError, WhenceError } from '../../shared/errors.ts';
import { blameFile } from './blame-file.ts';
import { describeGit } from './describe.ts';
import type { GitEngine } from './engine.ts';
import { OutOfTime, Pace } from './pace.ts';
import { type LocatedFile, RepositorySession } from './repository-session.ts';
import type { BlameRequest } from './types.ts';
import type { Job, OperationName, Operations } from './worker-protocol.ts';

/** How long a call may take before it answers with what it has, or says that it takes long. */
export const budgetMs = 20_000;
const pageSize = 50;

export interface JobContext {
  readonly signal: AbortSignal;
  readonly onLines: (lines: readonly BlameLine[]) => void;
}

type Handler<Name extends OperationName> = (
  sessions: Sessions,
  job: Job<Name>,
  context: JobContext,
) => Promise<Operations[Name]['answer']>;

/** Opened repositories of a worker by root. */
export class Sessions {
  private readonly opened = new Map<string, RepositorySession>();

  open(root: string): RepositorySession {
    let session = this.opened.get(root);
    if (!session) {
      session = RepositorySession.open(root);
      this.opened.set(root, session);
    }
    return session;
  }

  forget(root: string): void {
    this.opened.get(root)?.close();
    this.opened.delete(root);
  }

  closeAll(): void {
    for (const root of this.opened.keys()) this.forget(root);
  }
}

const handlers: { readonly [Name in OperationName]: Handler<Name> } = {
  describe: (_sessions, job) => describeGit(job.root),
  blame,
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
      return engine.lineHistory({ commit, path: file.path, firstLine, lastLine, limit }, work(context));
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
      if (content !== null) return content.toString('utf8');
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
    return await handlers[job.name](sessions, job, context);
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
  return withEngine(file, request.engine ?? job.engine, (engine) =>
    blameFile({ file, engine, request, pace: pace(context, request), ...context }),
  );
}

/** The chosen engine; where git refuses a repository because of its owner and the choice is ours, the engine that runs nothing. */
async function withEngine<Answer>(
  file: LocatedFile,
  choice: BlameEngineChoice,
  work: (engine: GitEngine) => Promise<Answer>,
): Promise<Answer> {
  const engine = await file.session.engine(choice);
  try {
    return await work(engine);
  } catch (thrown) {
    if (choice !== 'auto' || engine.name !== 'git' || !isWhenceError(thrown, 'GIT_UNSAFE_OWNERSHIP')) throw thrown;
    return work(await file.session.isomorphicEngine());
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

export const rootExists = (root: string): boolean => existsSync(join(root, '.'));
