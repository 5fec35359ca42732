import type { ModelIdentity } from '../store/index.ts';

/** What vectors are bound to, as an index keeps it: those of two identities are not comparable. */
export type { ModelIdentity };

/** Vectors of several texts: `texts × dimensions` numbers, one after the other. */
export interface EmbeddedTexts {
  readonly vectors: Float32Array;
  /** Rows whose vector is not a finite number throughout. */
  readonly bad: readonly number[];
}

/** A model ready to be used: texts in, unit vectors out. One call at a time. */
export interface TextModel {
  readonly identity: ModelIdentity;
  /** Where it computes, for people: "CPU (2 threads)". */
  readonly device: string;
  /** Vectors of documents, in the order given; zeros for a text without any token. */
  embed(texts: readonly string[]): Promise<EmbeddedTexts>;
  /** The vector of a query; zeros for one without any token. Throws EMBEDDER_BAD_OUTPUT when it is not made of numbers. */
  query(text: string): Promise<Float32Array>;
  close(): Promise<void>;
}

/** How much of the machine a model may take. */
export interface ModelUse {
  /** 0 lets the model choose. */
  readonly threads: number;
  /** Whether it may try something faster than the CPU. */
  readonly accelerate: boolean;
}

/**
 * Where a model comes from: plain data, so that it travels to the process that opens it. Who passes one on looks at nothing in it;
 * its kind alone does.
 */
export interface ModelSource {
  readonly kind: string;
}

/** What there is to know about one kind of source. */
export interface ModelKind<Source extends ModelSource = ModelSource> {
  readonly kind: Source['kind'];
  /** The identity of the model as it is now, without loading it. Throws as `open`, where that shows already. */
  identify(source: Source): Promise<ModelIdentity>;
  /** Throws MODEL_MISSING, MODEL_INVALID, MODEL_CHECKSUM or EMBEDDER_BAD_OUTPUT. */
  open(source: Source, use: ModelUse): Promise<TextModel>;
}
