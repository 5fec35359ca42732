import { toErrorShape } from '../../shared/errors.ts';
import { forQueries, type ModelKind, type ModelSource, openModel, type TextModel } from '../models/index.ts';

/** Query vectors kept: typing back and forth asks for the same ones. */
const mostKept = 256;

/** The model for queries: loaded in the background from the start, and never a reason for search to fail. */
export class QueryVectors {
  readonly #loading: Promise<TextModel | null>;
  readonly #kept = new Map<string, Float32Array>();
  #problem: string | null = null;

  constructor(source: ModelSource | null, kinds?: readonly ModelKind[]) {
    this.#loading =
      source === null
        ? Promise.resolve(null)
        : openModel(source, forQueries, kinds).catch((thrown: unknown) => {
            this.#problem = toErrorShape(thrown).message;
            return null;
          });
  }

  /** Why there is no model, in words; null while there is one. */
  get problem(): string | null {
    return this.#problem;
  }

  /** Which model it is, as vectors name it; null without one. */
  async revision(): Promise<string | null> {
    return (await this.#loading)?.identity.revision ?? null;
  }

  /** A unit vector; null without a model, or for a text without any word that the model knows. */
  async embed(text: string): Promise<Float32Array | null> {
    const known = this.#kept.get(text);
    if (known !== undefined) return known;
    const model = await this.#loading;
    if (model === null) return null;
    const vector = await model.query(text);
    if (!vector.some((value) => value !== 0)) return null;
    if (this.#kept.size >= mostKept) this.#kept.delete(this.#kept.keys().next().value ?? '');
    this.#kept.set(text, vector);
    return vector;
  }

  async dispose(): Promise<void> {
    await (await this.#loading)?.close();
  }
}
