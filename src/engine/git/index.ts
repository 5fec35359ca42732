export { createGit, type GitOptions } from './service.ts';
export { locateGit } from './executable/locate.ts';
export { describeGit } from './describe.ts';
export { workerPool as gitWorkers } from './worker-pool.ts';
export type {
  BlameOptions,
  BlameRequest,
  CallOptions,
  FileDiff,
  FileHistoryRequest,
  GitDescription,
  GitService,
  LineHistoryRequest,
} from './types.ts';
export { BlameKeeper, type BlameKeeperOptions } from './blame-keeper.ts';
export { fillBlame } from './fill-blame.ts';
export { findSymbolLines, type SymbolLines } from './symbol-lines.ts';
