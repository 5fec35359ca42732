import { createBackend, type EmbeddingBackend } from './backends/index.ts';
import { loadVerifiedModel, type ModelManifest } from './model-manifest.ts';
import { createTokenizer, type TextTokenizer, type TokenizedText } from './tokenizer.ts';

/** Vectors of a batch, one after the other. */
export interface EmbeddedTexts {
  readonly vectors: Float32Array;
  /** Rows whose vector is not a finite number throughout. */
  readonly bad: readonly number[];
}

function badRows(vectors: Float32Array, dimensions: number): number[] {
  const bad: number[] = [];
  for (let at = 0; at < vectors.length; at += dimensions) {
    let sum = 0;
    for (let i = at; i < at + dimensions; i += 1) sum += vectors[i] ?? 0;
    // Any not-a-number or infinity shows in the sum.
    if (!Number.isFinite(sum)) bad.push(at / dimensions);
  }
  return bad;
}

/** A loaded model: texts in, vectors out. */
export class EmbeddingModel {
  readonly manifest: ModelManifest;
  readonly #tokenizer: TextTokenizer;
  readonly #backend: EmbeddingBackend;

  private constructor(parts: { manifest: ModelManifest; tokenizer: TextTokenizer; backend: EmbeddingBackend }) {
    this.manifest = parts.manifest;
    this.#tokenizer = parts.tokenizer;
    this.#backend = parts.backend;
  }

  /** Loads and proves the model of a folder. Throws MODEL_MISSING, MODEL_INVALID, MODEL_CHECKSUM or EMBEDDER_BAD_OUTPUT. */
  static async load(folder: string, options: { threads: number; accelerate: boolean }): Promise<EmbeddingModel> {
    const verified = loadVerifiedModel(folder);
    const tokenizer = createTokenizer(verified);
    const backend = await createBackend(verified, { tokenizer, ...options });
    return new EmbeddingModel({ manifest: verified.manifest, tokenizer, backend });
  }

  get device(): string {
    return this.#backend.name;
  }

  /** Vectors of documents, in the order given. A text without any token gets a vector of zeros. */
  async embedDocuments(texts: readonly string[]): Promise<EmbeddedTexts> {
    const { documentPrefix } = this.manifest;
    return this.#embed(texts.map((text) => this.#tokenizer.tokenizeDocument(documentPrefix + text)));
  }

  async embedQuery(text: string): Promise<EmbeddedTexts> {
    return this.#embed([this.#tokenizer.tokenize(this.manifest.queryPrefix + text)]);
  }

  async dispose(): Promise<void> {
    await this.#backend.dispose();
  }

  async #embed(tokenized: readonly TokenizedText[]): Promise<EmbeddedTexts> {
    const { dimensions } = this.manifest;
    const filled = tokenized.flatMap((text, row) => (text.ids.length > 0 ? [row] : []));
    if (filled.length === tokenized.length) {
      const vectors = await this.#backend.run(tokenized);
      return { vectors, bad: badRows(vectors, dimensions) };
    }
    const vectors = new Float32Array(tokenized.length * dimensions);
    const some = await this.#backend.run(tokenized.filter((text) => text.ids.length > 0));
    for (const [i, row] of filled.entries()) {
      vectors.set(some.subarray(i * dimensions, (i + 1) * dimensions), row * dimensions);
    }
    return { vectors, bad: badRows(vectors, dimensions) };
  }
}
