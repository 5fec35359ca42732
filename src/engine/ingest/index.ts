export {
  createReadingPool,
  readPhase,
  type ReadPhaseOptions,
  type ReadProgress,
  type ReadSummary,
} from './read-phase.ts';
export { readerVersion } from './reader-version.ts';
export type { WalkedFile, WalkLimits, WalkLimits as ReadLimits } from './walk.ts';
export { WorkerPool } from './worker-pool.ts';
