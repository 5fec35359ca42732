import * as fc from 'fast-check';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { FolderModel } from '../../../../src/engine/models/folder/folder-model.ts';
import { folderSource, forQueries, openModel, type TextModel } from '../../../../src/engine/models/index.ts';
import { temporaryFolder } from '../../../helpers/temporary-folder.ts';
import { type TinyModelOptions, writeTinyModel } from '../../../helpers/tiny-model.ts';

function modelFolder(options: TinyModelOptions = {}): string {
  const folder = join(temporaryFolder('model'), 'tiny');
  writeTinyModel(folder, options);
  return folder;
}

const open = async (folder: string): Promise<TextModel> => openModel(folderSource(folder), forQueries);

const lengthOf = (vector: Float32Array): number => Math.hypot(...vector);

describe('a model opened for queries', () => {
  it('gives unit vectors that depend on the words', async () => {
    const model = await open(modelFolder());
    const parse = await model.query('parse header');
    expect(parse).toHaveLength(16);
    expect(lengthOf(parse)).toBeCloseTo(1, 5);
    expect(await model.query('header, parse')).not.toEqual(parse);
    expect(await model.query('  HEADER   parse')).toEqual(await model.query('header parse'));
    await model.close();
  });

  it('gives zeros for a text without a token, and not what a division by zero makes', async () => {
    const model = await open(modelFolder());
    expect([...(await model.query('  \n'))]).toEqual(Array.from({ length: 16 }, () => 0));
    await model.close();
  });

  it.each(['mean', 'cls'] as const)('pools %s over the tokens of each text, padding left out', async (pooling) => {
    const model = await FolderModel.load(modelFolder({ pooling }), forQueries);
    const alone = await model.embed(['parse file']);
    const padded = await model.embed(['parse file', 'class user return const function']);
    expect(lengthOf(alone.vectors)).toBeCloseTo(1, 5);
    expect(padded.vectors.slice(0, 16)).toEqual(alone.vectors);
    await model.close();
  });

  it.each([
    ['nan', 'not-a-number'],
    ['wrong-shape', 'shape'],
  ] as const)('refuses a model that answers %s', async (fault, problem) => {
    await expect(open(modelFolder({ fault }))).rejects.toMatchObject({
      code: 'EMBEDDER_BAD_OUTPUT',
      data: { problem },
    });
  });
});

describe('a document vector', () => {
  it('is the same to the bit whatever other texts are in its batch', async () => {
    const model = await FolderModel.load(modelFolder({ dimensions: 64 }), forQueries);
    const word = fc.constantFrom('parse', 'file', 'http', 'x', 'abcdef', 'class', '{}', 'zz9');
    const text = fc.array(word, { minLength: 1, maxLength: 60 }).map((words) => words.join(' '));
    await fc.assert(
      fc.asyncProperty(text, fc.array(text, { maxLength: 20 }), async (one, others) => {
        const alone = await model.embed([one]);
        const among = await model.embed([...others, one]);
        expect(among.vectors.slice(-64)).toEqual(alone.vectors);
      }),
      { numRuns: 200 },
    );
    await model.close();
  });
});
