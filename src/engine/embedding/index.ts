export { EmbedderHost, type EmbedderHostOptions } from './embedder-host.ts';
export type { EmbedderState } from './embedder-state.ts';
export type { EmbeddedBatch, EmbedderInfo, EmbedderReply, EmbedderRequest } from './embedder-messages.ts';
export {
  type EmbedderExit,
  embedderHeapMB,
  type EmbedderPort,
  forkEmbedder,
  type SpawnEmbedder,
} from './embedder-port.ts';
export { embedPhase, type EmbedPhaseOptions, type EmbedProgress, type EmbedSummary } from './embed-phase.ts';
