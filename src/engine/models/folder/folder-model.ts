import { WhenceError } from '../../../shared/errors.ts';
import type { EmbeddedTexts, ModelIdentity, ModelUse, TextModel } from '../text-model.ts';
import { createBackend, type EmbeddingBackend } from './backends/index.ts';
import { loadVerifiedModel, type ModelManifest } from './model-manifest.ts';
import { createTokenizer, type TextTokenizer, type TokenizedText } from './tokenizer.ts';

/** What vectors of a folder's model are bound to. */
export const identityOf = ({ id, revision, dimensions, templateVersion }: ModelManifest): ModelIdentity => ({
  id,
  revision,
  dimensions,
  templateVersion,
});

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

/** The model of a folder, loaded into this process. */
export class FolderModel implements TextModel {
  readonly identity: ModelIdentity;
  readonly #manifest: ModelManifest;
  readonly #tokenizer: TextTokenizer;
  readonly #backend: EmbeddingBackend;

  private constructor(parts: { manifest: ModelManifest; tokenizer: TextTokenizer; backend: EmbeddingBackend }) {
    this.identity = identityOf(parts.manifest);
    this.#manifest = parts.manifest;
    this.#tokenizer = parts.tokenizer;
    this.#backend = parts.backend;
  }

  /** Loads and proves the model of a folder. Throws MODEL_MISSING, MODEL_INVALID, MODEL_CHECKSUM or EMBEDDER_BAD_OUTPUT. */
  static async load(folder: string, use: ModelUse): Promise<FolderModel> {
    const verified = loadVerifiedModel(folder);
    const tokenizer = createTokenizer(verified);
    const backend = await createBackend(verified, { tokenizer, ...use });
    return new FolderModel({ manifest: verified.manifest, tokenizer, backend });
  }

  get device(): string {
    return this.#backend.name;
  }

  async embed(texts: readonly string[]): Promise<EmbeddedTexts> {
    const { documentPrefix } = this.#manifest;
    return this.#embed(texts.map((text) => this.#tokenizer.tokenizeDocument(documentPrefix + text)));
  }

  async query(text: string): Promise<Float32Array> {
    const { vectors, bad } = await this.#embed([this.#tokenizer.tokenize(this.#manifest.queryPrefix + text)]);
    if (bad.length === 0) return vectors;
    const message = 'The model gave no numbers for this query. Search by keyword, or install Whence again.';
    throw new WhenceError('EMBEDDER_BAD_OUTPUT', message, { data: { problem: 'not-a-number' } });
  }

  async close(): Promise<void> {
    await this.#backend.dispose();
  }

  async #embed(tokenized: readonly TokenizedText[]): Promise<EmbeddedTexts> {
    const { dimensions } = this.identity;
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
