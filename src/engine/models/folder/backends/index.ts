import { availableParallelism } from 'node:os';
import type { VerifiedModel } from '../model-manifest.ts';
import type { TextTokenizer } from '../tokenizer.ts';
import type { BackendCandidate, EmbeddingBackend } from './backend.ts';
import { createOnnxBackend } from './onnx-backend.ts';
import { proveBackend } from './prove.ts';

export type { EmbeddingBackend } from './backend.ts';

/** Accelerators to try before the CPU, best first. None yet: each needs its own runtime library beside onnxruntime's. */
const accelerators: readonly ((model: VerifiedModel) => BackendCandidate)[] = [];

/** Two short texts and a longer one: padding is part of what is proven. */
const probeTexts = [
  'parse the http header',
  'open file',
  'function add(a, b) { return a + b; }\nclass User { name = 1 }',
];

function chooseThreads(model: VerifiedModel, wanted: number): number {
  if (wanted > 0) return wanted;
  // Looking up and adding rows is bound by memory: a second thread gains nothing and takes a core from reading files.
  if (model.manifest.bagOfTokens) return 1;
  return Math.max(1, Math.min(8, Math.floor(availableParallelism() / 2)));
}

async function createCpuBackend(model: VerifiedModel, wanted: number): Promise<EmbeddingBackend> {
  const threads = chooseThreads(model, wanted);
  const name = `CPU (${threads} ${threads === 1 ? 'thread' : 'threads'})`;
  return createOnnxBackend(model, { threads, provider: 'cpu', name });
}

/**
 * The one place where it is decided what computes vectors. `threads` 0 lets it choose. Throws MODEL_INVALID, or
 * EMBEDDER_BAD_OUTPUT when even the CPU gives nonsense.
 */
export async function createBackend(
  model: VerifiedModel,
  options: { tokenizer: TextTokenizer; threads: number; accelerate: boolean },
): Promise<EmbeddingBackend> {
  const proven = await proveBackend({
    candidates: options.accelerate ? accelerators.map((make) => make(model)) : [],
    reference: await createCpuBackend(model, options.threads),
    probe: probeTexts.map((text) => options.tokenizer.tokenize(text)),
    dimensions: model.manifest.dimensions,
  });
  return proven.backend;
}
