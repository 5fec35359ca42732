import { describe, expect, it } from 'vitest';
import type { BackendCandidate, EmbeddingBackend } from '../../../../../src/engine/models/folder/backends/backend.ts';
import { proveBackend } from '../../../../../src/engine/models/folder/backends/prove.ts';

const probe = [
  { ids: Int32Array.of(1), counts: Int32Array.of(1) },
  { ids: Int32Array.of(2), counts: Int32Array.of(1) },
];

class FixedBackend implements EmbeddingBackend {
  readonly name: string;
  readonly #vectors: readonly number[];
  disposed = false;

  constructor(name: string, vectors: readonly number[]) {
    this.name = name;
    this.#vectors = vectors;
  }

  run(): Promise<Float32Array> {
    return Promise.resolve(Float32Array.from(this.#vectors));
  }

  dispose(): Promise<void> {
    this.disposed = true;
    return Promise.resolve();
  }
}

const candidate = (backend: EmbeddingBackend): BackendCandidate => ({
  name: backend.name,
  create: () => Promise.resolve(backend),
});

const prove = async (candidates: readonly BackendCandidate[], reference: EmbeddingBackend): Promise<string> =>
  (await proveBackend({ candidates, reference, probe, dimensions: 2 })).backend.name;

describe('proveBackend', () => {
  it('trusts a provider whose vectors agree with those of the CPU, and gives the CPU back', async () => {
    const cpu = new FixedBackend('cpu', [1, 0, 0, 1]);
    expect(await prove([candidate(new FixedBackend('gpu', [0.999, 0.002, 0, 1.001]))], cpu)).toBe('gpu');
    expect(cpu.disposed).toBe(true);
  });

  it.each([
    ['one wrong vector', [1, 0, 1, 0]],
    ['not-a-number', [1, 0, Number.NaN, 1]],
    ['zeros', [0, 0, 0, 0]],
    ['too few numbers', [1, 0]],
  ])('refuses a provider that answers %s and takes the next', async (_, vectors) => {
    const wrong = new FixedBackend('wrong', vectors);
    const cpu = new FixedBackend('cpu', [1, 0, 0, 1]);
    const broken: BackendCandidate = { name: 'broken', create: () => Promise.reject(new Error('no such device')) };
    expect(await prove([broken, candidate(wrong), candidate(new FixedBackend('good', [1, 0, 0, 1]))], cpu)).toBe(
      'good',
    );
    expect(wrong.disposed).toBe(true);
  });

  it('stays on the CPU when no provider holds, and says why', async () => {
    const cpu = new FixedBackend('cpu', [1, 0, 0, 1]);
    const broken: BackendCandidate = { name: 'broken', create: () => Promise.reject(new Error('no such device')) };
    const proven = await proveBackend({ candidates: [broken], reference: cpu, probe, dimensions: 2 });
    expect(proven).toEqual({ backend: cpu, refused: [{ name: 'broken', why: 'no such device' }] });
    expect(cpu.disposed).toBe(false);
  });

  it('refuses a model that even the CPU makes no numbers of', async () => {
    await expect(prove([], new FixedBackend('cpu', [Number.NaN, 0, 0, 1]))).rejects.toMatchObject({
      code: 'EMBEDDER_BAD_OUTPUT',
    });
  });
});
