export type { EmbeddingGate } from './embedding-gate.ts';
export { restingState } from './index-state.ts';
export { IndexingController, type IndexingOptions } from './indexing-controller.ts';
export type { ReadLimits } from './indexing-run.ts';
export { Throttle } from './throttle.ts';
