import * as fc from 'fast-check';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import { loadVerifiedModel } from '../../../../src/engine/models/folder/model-manifest.ts';
import { embeddingText } from '../../../../src/engine/models/template.ts';
import {
  createTokenizer,
  type TextTokenizer,
  type TokenizedText,
} from '../../../../src/engine/models/folder/tokenizer.ts';
import { WordCache } from '../../../../src/engine/models/folder/word-cache.ts';
import { type TinyModelOptions, writeTinyModel } from '../../../helpers/tiny-model.ts';

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

const countsOf = ({ ids, counts }: TokenizedText): Map<number, number> =>
  new Map([...ids].map((id, i) => [id, counts[i] ?? 0]));

describe('tokenizing a document', () => {
  const fieldWeights = { path: 5, kind: 1, name: 7, code: 1 };
  const weighted = tokenizerOf({ fieldWeights });
  const exact = tokenizerOf({ fieldWeights, exact: true });

  it('counts the words of the path and the name as the model says, those of the code once', () => {
    const fields = { path: 'parse/user.ts', kind: 'function', enclosing: ['HTTP'], name: 'header' };
    const code = 'parse(header)\n---\nheader';
    const expected = new Map<number, number>();
    const add = (text: string, weight: number): void => {
      for (const [id, count] of countsOf(weighted.tokenize(text))) {
        expected.set(id, (expected.get(id) ?? 0) + count * weight);
      }
    };
    add('File Type Name', 1);
    add('parse/user.ts', 5);
    add('function', 1);
    add('HTTP.header', 7);
    add(code, 1);
    expect(countsOf(weighted.tokenizeDocument(embeddingText({ ...fields, code })))).toEqual(expected);
  });

  it('is the same through the cache and through the library', () => {
    fc.assert(
      fc.property(codeText, codeText, (path, code) => {
        const text = embeddingText({ path, kind: 'class', enclosing: [], name: 'x1', code });
        expect(weighted.tokenizeDocument(text)).toEqual(exact.tokenizeDocument(text));
      }),
    );
  });

  it('takes a text without a header as it is', () => {
    expect(weighted.tokenizeDocument('parse header')).toEqual(weighted.tokenize('parse header'));
  });
});
