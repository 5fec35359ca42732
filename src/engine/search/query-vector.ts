import { createQueryEmbedder, type QueryEmbedder } from '../models/index.ts';
import { toErrorShape } from '../../shared/errors.ts';

/** Query vectors kept: typing back and forth asks for the same ones. */
const mostKept = 256;

/** The model for queries: loaded in the background from the start, and never a reason for search to fail. */
export class QueryVectors {
  readonly #loading: Promise<QueryEmbedder | null>;
  readonly #kept = new Map<string, Float32Array>();
  #problem: string | null = null;

  constructor(modelFolder: string | null) {
    this.#loading =
      modelFolder === null
        ? Promise.resolve(null)
        : createQueryEmbedder(modelFolder).catch((thrown: unknown) => {
            this.#problem = toErrorShape(thrown).message;
            return null;
          });
  }

  /** Why there is no model, in words; null while there is one. */
  get problem(): string | null {
    return this.#problem;
  }

  /** SHA-256 of the model file; null without a model. */
  async revision(): Promise<string | null> {
    return (await this.#loading)?.manifest.revision ?? null;
  }

  /** A unit vector; null without a model, or for a text without any word that the model knows. */
  async embed(text: string): Promise<Float32Array | null> {
    const known = this.#kept.get(text);
    if (known !== undefined) return known;
    const embedder = await this.#loading;
    if (embedder === null) return null;
    const vector = await embedder.embed(text);
    if (!vector.some((value) => value !== 0)) return null;
    if (this.#kept.size >= mostKept) this.#kept.delete(this.#kept.keys().next().value ?? '');
    this.#kept.set(text, vector);
    return vector;
  }

  async dispose(): Promise<void> {
    await (await this.#loading)?.dispose();
  }
}
