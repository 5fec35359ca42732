import type { InferenceSession, Tensor } from 'onnxruntime-node';
import { WhenceError } from '../../../../shared/errors.ts';
import { loadRuntime, type OnnxRuntime } from '../../onnx-runtime.ts';
import type { ModelManifest, VerifiedModel } from '../model-manifest.ts';
import type { TokenizedText } from '../tokenizer.ts';
import type { EmbeddingBackend } from './backend.ts';
import { pool } from './pooling.ts';

export interface OnnxBackendOptions {
  /** Threads that work on one run. */
  readonly threads: number;
  /** As onnxruntime names it: `cpu`, `cuda`, `dml`, `coreml`, `webgpu`. */
  readonly provider: string;
  readonly name: string;
}

/**
 * Tokens of one run, padding included. Bag models gather one row per token and are fastest while a run stays within the
 * processor's cache (measured on 2 cores at 100 tokens a text: 8 texts a run 105,000 texts/s, 64 texts 32,000/s);
 * transformers want larger matrices.
 */
const tokensPerRun = { bag: 1024, sequence: 8192 } as const;

/**
 * Rows are padded to a multiple of this, and only rows of one width run together: a sum's last bits depend on the width, so a
 * width that follows from the text alone gives the same vector in every batch.
 */
const widthStep = { bag: 16, sequence: 32 } as const;

async function openSession(
  runtime: OnnxRuntime,
  model: VerifiedModel,
  options: OnnxBackendOptions,
): Promise<InferenceSession> {
  try {
    return await runtime.InferenceSession.create(model.model, {
      executionProviders: [options.provider],
      intraOpNumThreads: options.threads,
      interOpNumThreads: 1,
      executionMode: 'sequential',
      graphOptimizationLevel: 'all',
      // Threads that wait must sleep: an idle embedder takes no processor time.
      extra: { session: { intra_op: { allow_spinning: '0' }, inter_op: { allow_spinning: '0' } } },
    });
  } catch (cause) {
    const why = cause instanceof Error ? cause.message : String(cause);
    const message = `The model in ${model.folder} cannot be loaded: ${why}. Install Whence again, or choose another model folder.`;
    throw new WhenceError('MODEL_INVALID', message, { data: { folder: model.folder }, cause });
  }
}

function checkNames(session: InferenceSession, model: VerifiedModel): void {
  const { inputs, output } = model.manifest;
  const missing = [
    ...[inputs.ids, inputs.mask].filter((name) => !session.inputNames.includes(name)),
    ...[output].filter((name) => !session.outputNames.includes(name)),
  ];
  if (missing.length === 0) return;
  const message = `The model in ${model.folder} has no input or output named ${missing.join(', ')}. Choose another model folder.`;
  throw new WhenceError('MODEL_INVALID', message, { data: { folder: model.folder } });
}

/** Texts of one run as two int64 matrices, rows padded with zeros. Low words of the 64-bit numbers are set as int32. */
class RunInput {
  readonly rows: number;
  readonly width: number;
  readonly ids: BigInt64Array;
  readonly mask: BigInt64Array;

  constructor(texts: readonly TokenizedText[], width: number) {
    this.rows = texts.length;
    this.width = width;
    this.ids = new BigInt64Array(this.rows * this.width);
    this.mask = new BigInt64Array(this.rows * this.width);
    const ids = new Int32Array(this.ids.buffer);
    const mask = new Int32Array(this.mask.buffer);
    for (const [row, text] of texts.entries()) {
      for (let i = 0, at = row * this.width * 2; i < text.ids.length; i += 1, at += 2) {
        ids[at] = text.ids[i] ?? 0;
        mask[at] = text.counts[i] ?? 0;
      }
    }
  }
}

class OnnxBackend implements EmbeddingBackend {
  readonly name: string;
  readonly #session: InferenceSession;
  readonly #manifest: ModelManifest;
  readonly #runtime: OnnxRuntime;

  constructor(runtime: OnnxRuntime, session: InferenceSession, options: { manifest: ModelManifest; name: string }) {
    this.#runtime = runtime;
    this.#session = session;
    this.#manifest = options.manifest;
    this.name = options.name;
  }

  async run(texts: readonly TokenizedText[]): Promise<Float32Array> {
    const { dimensions } = this.#manifest;
    const vectors = new Float32Array(texts.length * dimensions);
    for (const [width, rows] of this.#rowsByWidth(texts)) {
      const step = Math.max(1, Math.floor(tokensPerRun[this.#kind] / width));
      for (let at = 0; at < rows.length; at += step) {
        const some = rows.slice(at, at + step);
        const answer = await this.#runOnce(
          some.flatMap((row) => texts[row] ?? []),
          width,
        );
        for (const [i, row] of some.entries()) {
          vectors.set(answer.subarray(i * dimensions, (i + 1) * dimensions), row * dimensions);
        }
      }
    }
    return vectors;
  }

  async dispose(): Promise<void> {
    await this.#session.release();
  }

  get #kind(): 'bag' | 'sequence' {
    return this.#manifest.bagOfTokens ? 'bag' : 'sequence';
  }

  #rowsByWidth(texts: readonly TokenizedText[]): Map<number, number[]> {
    const step = widthStep[this.#kind];
    const groups = new Map<number, number[]>();
    for (const [row, text] of texts.entries()) {
      const width = Math.max(1, Math.ceil(text.ids.length / step)) * step;
      const rows = groups.get(width);
      if (rows) rows.push(row);
      else groups.set(width, [row]);
    }
    return groups;
  }

  async #runOnce(texts: readonly TokenizedText[], width: number): Promise<Float32Array> {
    const { inputs, output, pooling, dimensions } = this.#manifest;
    const input = new RunInput(texts, width);
    const shape = [input.rows, input.width];
    const feeds: Record<string, Tensor> = {};
    for (const name of this.#session.inputNames) {
      // A third input is the segment of each token: all are in the first.
      const data =
        name === inputs.ids ? input.ids : name === inputs.mask ? input.mask : new BigInt64Array(input.ids.length);
      feeds[name] = new this.#runtime.Tensor('int64', data, shape);
    }
    const answer = (await this.#session.run(feeds, [output]))[output];
    const expected = pooling === 'none' ? [input.rows, dimensions] : [input.rows, input.width, dimensions];
    if (answer?.dims.join() !== expected.join() || !(answer.data instanceof Float32Array)) {
      const got = answer === undefined ? 'nothing' : `${answer.type} [${answer.dims.join(', ')}]`;
      const message = `The model answered ${got} where float32 [${expected.join(', ')}] was due. Choose another model folder, or install Whence again.`;
      throw new WhenceError('EMBEDDER_BAD_OUTPUT', message, { data: { problem: 'shape' } });
    }
    return pool(answer.data, { pooling, mask: input.mask, rows: input.rows, width: input.width, dimensions });
  }
}

/** A backend of onnxruntime. Throws MODEL_INVALID when the model cannot be loaded there. */
export async function createOnnxBackend(model: VerifiedModel, options: OnnxBackendOptions): Promise<EmbeddingBackend> {
  const runtime = await loadRuntime();
  const session = await openSession(runtime, model, options);
  checkNames(session, model);
  return new OnnxBackend(runtime, session, { manifest: model.manifest, name: options.name });
}
