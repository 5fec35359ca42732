import { Tokenizer } from '@huggingface/tokenizers';
import * as fc from 'fast-check';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { findModelFolder } from '../../../../src/engine/models/folder/find-model-folder.ts';
import { loadVerifiedModel } from '../../../../src/engine/models/folder/model-manifest.ts';
import { createTokenizer } from '../../../../src/engine/models/folder/tokenizer.ts';
import { UnigramEncoder, type UnigramModel } from '../../../../src/engine/models/folder/unigram.ts';
import { findResources } from '../../../../src/engine/resources.ts';

const letters = fc.constantFrom('a', 'b', 'c', '\u00e9', '\u65e5', '\u{1f600}', '\ud800');
const piece = fc.array(letters, { minLength: 1, maxLength: 4 }).map((parts) => parts.join(''));

/** Scores are eighths, so that sums are exact and ties are ties whatever the order of adding. */
const vocabulary = fc.uniqueArray(fc.tuple(piece, fc.integer({ min: -80, max: -1 })), {
  selector: ([text]) => text,
  maxLength: 25,
});

const modelOf = (pieces: readonly (readonly [string, number])[]): UnigramModel => ({
  type: 'Unigram',
  unk_id: 0,
  vocab: [['[UNK]', -12], ...pieces.map(([text, eighths]) => [text, eighths / 8] as const)],
});

function libraryIds(model: UnigramModel, text: string): readonly number[] {
  const pre_tokenizer = { type: 'Split', pattern: { Regex: ' +' }, behavior: 'Removed', invert: false };
  const json = { added_tokens: [], normalizer: null, pre_tokenizer, post_processor: null, decoder: null, model };
  return new Tokenizer(json, {}).encode(text).ids;
}

describe('UnigramEncoder', () => {
  it('splits a word as the library does, for any vocabulary', () => {
    fc.assert(
      fc.property(vocabulary, fc.array(letters, { minLength: 1, maxLength: 14 }), (pieces, parts) => {
        const word = parts.join('');
        const model = modelOf(pieces);
        expect(new UnigramEncoder(model).encode([word])).toEqual(libraryIds(model, word));
      }),
      { numRuns: 3000 },
    );
  });

  it('fuses unknown neighbours into one, across words too', () => {
    const model = modelOf([['a', -8]]);
    expect(new UnigramEncoder(model).encode(['cbacc', 'b', 'a'])).toEqual([0, 1, 0, 1]);
  });

  it('takes words longer than any before', () => {
    const model = modelOf([
      ['ab', -8],
      ['a', -8],
    ]);
    expect(new UnigramEncoder(model).encode(['ab'.repeat(500)])).toEqual(Array.from({ length: 500 }, () => 1));
  });
});

describe('the shipped tokenizer', () => {
  it('gives the same tokens word by word as the library gives for words of real code', () => {
    const folder = findModelFolder(findResources().models);
    if (folder === null) return;
    const model = loadVerifiedModel(folder);
    const fast = createTokenizer(model);
    const library = createTokenizer(model, { exact: true });
    const code = readFileSync(join(import.meta.dirname, '../../../../src/engine/embedding/embedder-host.ts'), 'utf8');
    for (const line of code.split('\n')) expect([line, fast.tokenize(line)]).toEqual([line, library.tokenize(line)]);
  });
});
