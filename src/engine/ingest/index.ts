export { readPhase, type ReadPhaseOptions, type ReadProgress, type ReadSummary } from './read-phase.ts';
export { readerVersion } from './reader-version.ts';
export { createReadingPool, endWorkers } from './shared-pool.ts';
export { verifyIndex } from './verify-index.ts';
export type { WalkedFile, WalkLimits } from './walk.ts';
export { WorkerPool } from './worker-pool.ts';
