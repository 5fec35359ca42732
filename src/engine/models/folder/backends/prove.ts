import { WhenceError } from '../../../../shared/errors.ts';
import type { TokenizedText } from '../tokenizer.ts';
import type { BackendCandidate, EmbeddingBackend } from './backend.ts';

/** Least cosine between a provider's vector and the processor's: half precision stays above it, wrong kernels do not. */
const leastAgreement = 0.999;

function cosine(a: Float32Array, b: Float32Array): number {
  let dot = 0;
  let aa = 0;
  let bb = 0;
  for (let i = 0; i < a.length; i += 1) {
    const x = a[i] ?? 0;
    const y = b[i] ?? 0;
    dot += x * y;
    aa += x * x;
    bb += y * y;
  }
  return dot / Math.sqrt(aa * bb);
}

/** Whether two runs over the same texts agree; not-a-number agrees with nothing. */
export function runsAgree(a: Float32Array, b: Float32Array, dimensions: number): boolean {
  if (a.length !== b.length) return false;
  for (let at = 0; at < a.length; at += dimensions) {
    const agreement = cosine(a.subarray(at, at + dimensions), b.subarray(at, at + dimensions));
    if (!(agreement >= leastAgreement)) return false;
  }
  return true;
}

/** What became of the candidates before the one that is used. */
export interface ProvenBackend {
  readonly backend: EmbeddingBackend;
  readonly refused: readonly { readonly name: string; readonly why: string }[];
}

async function tryCandidate(
  candidate: BackendCandidate,
  proof: { probe: readonly TokenizedText[]; expected: Float32Array; dimensions: number },
): Promise<EmbeddingBackend | string> {
  try {
    const backend = await candidate.create();
    if (runsAgree(await backend.run(proof.probe), proof.expected, proof.dimensions)) return backend;
    await backend.dispose();
    return 'its vectors differ from those of the processor';
  } catch (thrown) {
    return thrown instanceof Error ? thrown.message : String(thrown);
  }
}

/**
 * The first candidate whose warm-up run agrees with the reference (the CPU's); else the reference itself. Only then is a
 * provider trusted: drivers that load and compute wrong vectors exist.
 */
export async function proveBackend(options: {
  candidates: readonly BackendCandidate[];
  reference: EmbeddingBackend;
  probe: readonly TokenizedText[];
  dimensions: number;
}): Promise<ProvenBackend> {
  const { candidates, reference, probe, dimensions } = options;
  const refused: { name: string; why: string }[] = [];
  const expected = await reference.run(probe);
  if (!runsAgree(expected, expected, dimensions)) {
    const message =
      'The model gives no numbers for a plain text. Choose another model folder, or install Whence again.';
    throw new WhenceError('EMBEDDER_BAD_OUTPUT', message, { data: { problem: 'not-a-number' } });
  }
  for (const candidate of candidates) {
    const outcome = await tryCandidate(candidate, { probe, expected, dimensions });
    if (typeof outcome !== 'string') {
      await reference.dispose();
      return { backend: outcome, refused };
    }
    refused.push({ name: candidate.name, why: outcome });
  }
  return { backend: reference, refused };
}
