import type { BlameEngineChoice } from '../../shared/contract/git.ts';
import type { GitService } from './types.ts';
import { type SubmitOptions, workerPool } from './worker-pool.ts';
import type { OperationName, Operations } from './worker-protocol.ts';

export interface GitOptions {
  /** Absolute path of the opened folder. */
  readonly root: string;
  /** The root's index, where a blame store may be read. */
  readonly indexFile?: string;
  readonly engine: BlameEngineChoice;
}

/** The git side of one root. Costs nothing until it is asked something. */
export function createGit(options: GitOptions): GitService {
  const { root, engine, indexFile = null } = options;
  const submit = <Name extends OperationName>(
    name: Name,
    request: Operations[Name]['request'],
    call: SubmitOptions<Name> = {},
  ): Promise<Operations[Name]['answer']> =>
    workerPool.submit<Name>({ name, root, engine, indexFile, request, streamed: call.onPart !== undefined }, call);
  return {
    warm: () =>
      workerPool
        .warm({ name: 'warm', root, engine, indexFile: null, request: {}, streamed: false })
        // What is wrong with the repository is told to whoever asks something of it.
        .catch(() => undefined),
    describe: () => submit('describe', {}),
    blame: (request, call) => submit('blame', request, { signal: call?.signal, onPart: call?.onLines }),
    fileHistory: (request, call) => submit('fileHistory', request, call),
    lineHistory: (request, call) => submit('lineHistory', request, call),
    commit: (commit, call) => submit('commit', { commit }, call),
    diff: (request, call) => submit('diff', request, call),
    readFile: (request, call) => submit('readFile', request, call),
    dispose: async () => workerPool.forget(root),
  };
}
