import * as fc from 'fast-check';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createQueryEmbedder } from '../../../../src/engine/models/index.ts';
import { EmbeddingModel } from '../../../../src/engine/models/folder/embedding-model.ts';
import { temporaryFolder } from '../../../helpers/temporary-folder.ts';
import { type TinyModelOptions, writeTinyModel } from '../../../helpers/tiny-model.ts';

function modelFolder(options: TinyModelOptions = {}): string {
  const folder = join(temporaryFolder('model'), 'tiny');
  writeTinyModel(folder, options);
  return folder;
}

const lengthOf = (vector: Float32Array): number => Math.hypot(...vector);

describe('createQueryEmbedder', () => {
  it('gives unit vectors that depend on the words', async () => {
    const embedder = await createQueryEmbedder(modelFolder());
    const parse = await embedder.embed('parse header');
    expect(parse).toHaveLength(16);
    expect(lengthOf(parse)).toBeCloseTo(1, 5);
    expect(await embedder.embed('header, parse')).not.toEqual(parse);
    expect(await embedder.embed('  HEADER   parse')).toEqual(await embedder.embed('header parse'));
    await embedder.dispose();
  });

  it('gives zeros for a text without a token, and not what a division by zero makes', async () => {
    const embedder = await createQueryEmbedder(modelFolder());
    expect([...(await embedder.embed('  \n'))]).toEqual(Array.from({ length: 16 }, () => 0));
    await embedder.dispose();
  });

  it.each(['mean', 'cls'] as const)('pools %s over the tokens of each text, padding left out', async (pooling) => {
    const model = await EmbeddingModel.load(modelFolder({ pooling }), { threads: 1, accelerate: false });
    const alone = await model.embedDocuments(['parse file']);
    const padded = await model.embedDocuments(['parse file', 'class user return const function']);
    expect(lengthOf(alone.vectors)).toBeCloseTo(1, 5);
    expect(padded.vectors.slice(0, 16)).toEqual(alone.vectors);
    await model.dispose();
  });

  it.each([
    ['nan', 'not-a-number'],
    ['wrong-shape', 'shape'],
  ] as const)('refuses a model that answers %s', async (fault, problem) => {
    await expect(createQueryEmbedder(modelFolder({ fault }))).rejects.toMatchObject({
      code: 'EMBEDDER_BAD_OUTPUT',
      data: { problem },
    });
  });
});

describe('a document vector', () => {
  it('is the same to the bit whatever other texts are in its batch', async () => {
    const model = await EmbeddingModel.load(modelFolder({ dimensions: 64 }), { threads: 1, accelerate: false });
    const word = fc.constantFrom('parse', 'file', 'http', 'x', 'abcdef', 'class', '{}', 'zz9');
    const text = fc.array(word, { minLength: 1, maxLength: 60 }).map((words) => words.join(' '));
    await fc.assert(
      fc.asyncProperty(text, fc.array(text, { maxLength: 20 }), async (one, others) => {
        const alone = await model.embedDocuments([one]);
        const among = await model.embedDocuments([...others, one]);
        expect(among.vectors.slice(-64)).toEqual(alone.vectors);
      }),
      { numRuns: 200 },
    );
    await model.dispose();
  });
});
