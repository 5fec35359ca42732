import type { BlameEngineChoice } from '../../shared/contract/git.ts';
import type { GitService } from './types.ts';
import { type SubmitOptions, workerPool } from './worker-pool.ts';
import type { OperationName, Operations } from './worker-protocol.ts';

export interface GitOptions {
  /** Absolute path of the opened folder. */
  readonly root: string;
  /** The root's index, where a blame store may be read. */
  readonly indexFile?: string;
  /** A function is asked at every call: the settings may change while a root is open. */
  readonly engine: BlameEngineChoice | (() => BlameEngineChoice);
}

/** The git side of one root. Costs nothing until it is asked something. */
export function createGit(options: GitOptions): GitService {
  const { root, indexFile = null } = options;
  const engine = (): BlameEngineChoice => (typeof options.engine === 'function' ? options.engine() : options.engine);
  const submit = <Name extends OperationName>(
    name: Name,
    request: Operations[Name]['request'],
    call: SubmitOptions<Name> = {},
  ): Promise<Operations[Name]['answer']> =>
    workerPool.submit<Name>(
      { name, root, engine: engine(), indexFile, request, streamed: call.onPart !== undefined },
      call,
    );
  return {
    warm: () =>
      workerPool
        .warm({ name: 'warm', root, engine: engine(), indexFile: null, request: {}, streamed: false })
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
