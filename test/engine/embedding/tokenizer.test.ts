import * as fc from 'fast-check';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { loadVerifiedModel } from '../../../src/engine/embedding/model-manifest.ts';
import { createTokenizer, type TextTokenizer } from '../../../src/engine/embedding/tokenizer.ts';
import { WordCache } from '../../../src/engine/embedding/word-cache.ts';
import { type TinyModelOptions, writeTinyModel } from '../../helpers/tiny-model.ts';

const models = mkdtempSync(join(tmpdir(), 'whence-tokenizer-'));
afterAll(() => rmSync(models, { recursive: true, force: true }));

function tokenizerOf(options: TinyModelOptions & { exact?: boolean } = {}): TextTokenizer {
  const folder = mkdtempSync(join(models, 'tiny-'));
  writeTinyModel(folder, options);
  return createTokenizer(loadVerifiedModel(folder), { exact: options.exact ?? false });
}

/** Text as code has it: words, signs, runs of white space, and characters that no vocabulary knows. */
const codeText = fc
  .array(
    fc.oneof(
      fc.constantFrom(
        'parse',
        'HTTP',
        'header',
        '_user',
        'x1',
        ' ',
        '\n',
        '\t',
        '()',
        '=>',
        '"',
        '\u00e9t\u00e9',
        '日本',
        '\u{1f600}',
        '\ud800',
      ),
      fc.string({ maxLength: 12, unit: 'binary' }),
      fc.string({ maxLength: 80 }),
    ),
    { maxLength: 40 },
  )
  .map((parts) => parts.join(''));

describe('tokenizing word by word through the cache', () => {
  const cached = tokenizerOf({ maxTokens: 48 });
  const plain = tokenizerOf({ maxTokens: 48, exact: true });

  it('gives the same tokens and counts, in the same order, as tokenizing the text at once', () => {
    fc.assert(
      fc.property(codeText, (text) => {
        expect(cached.tokenize(text)).toEqual(plain.tokenize(text));
      }),
      { numRuns: 2000 },
    );
  });

  it('counts repeated tokens and never passes one twice', () => {
    const { ids, counts } = cached.tokenize('parse file parse parse');
    expect([...counts]).toEqual([3, 1]);
    expect(new Set(ids).size).toBe(ids.length);
  });

  it('cuts at the longest input, counting repetitions', () => {
    const { counts } = cached.tokenize('parse '.repeat(200));
    expect([...counts]).toEqual([48]);
  });

  it('has no tokens for a text without words', () => {
    expect(cached.tokenize(' \n\t ').ids).toHaveLength(0);
  });
});

describe('tokens of a sequence model', () => {
  const tokenizer = tokenizerOf({ pooling: 'mean', maxTokens: 8 });

  it('keeps the special tokens at both ends of a text that is cut', () => {
    const long = tokenizer.tokenize('parse '.repeat(50));
    expect(long.ids).toHaveLength(8);
    expect([long.ids[0], long.ids[7]]).toEqual([1, 2]);
    expect(tokenizer.tokenize('parse').ids).toHaveLength(3);
  });
});

describe('WordCache', () => {
  it('stays within its bound and computes again what it forgot', () => {
    const asked: string[] = [];
    const cache = new WordCache((word) => {
      asked.push(word);
      return word.length;
    }, 10);
    for (let i = 0; i < 100; i += 1) expect(cache.get(`word${i}`)).toBe(`word${i}`.length);
    expect(cache.size).toBeLessThanOrEqual(10);
    cache.get('word99');
    expect(asked).toHaveLength(100);
    cache.get('word0');
    expect(asked).toHaveLength(101);
  });
});
