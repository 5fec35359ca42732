import type { TokenizedText } from '../tokenizer.ts';

/** Where vectors are computed. One call at a time. */
export interface EmbeddingBackend {
  /** For people, for example "CPU (2 threads)". */
  readonly name: string;
  /** One vector of `dimensions` numbers per text, one after the other, as the model gives them: not yet checked. */
  run(texts: readonly TokenizedText[]): Promise<Float32Array>;
  dispose(): Promise<void>;
}

/** A way to make a backend that may not work on this machine. */
export interface BackendCandidate {
  readonly name: string;
  create(): Promise<EmbeddingBackend>;
}
