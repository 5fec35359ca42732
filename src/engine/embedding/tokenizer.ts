import { Tokenizer } from '@huggingface/tokenizers';
import { z } from 'zod';
import { WhenceError } from '../../shared/errors.ts';
import type { VerifiedModel } from './model-manifest.ts';
import { UnigramEncoder, type UnigramModel } from './unigram.ts';
import { WordCache } from './word-cache.ts';

/** The distinct tokens of a text with how often each occurs, or its tokens in order (counts all 1). Same lengths. */
export interface TokenizedText {
  readonly ids: Int32Array;
  readonly counts: Int32Array;
}

/** Turns texts into what a model takes: ids cut to the model's longest input. Not safe to share between threads. */
export interface TextTokenizer {
  tokenize(text: string): TokenizedText;
}

type Encode = (word: string) => readonly number[];

/** Counts equal tokens without hashing: one slot per token id. Tokens keep the order of their first occurrence. */
class TokenBag {
  #slots = new Int32Array(0);
  #ids: number[] = [];

  constructor(vocabularySize: number) {
    this.#slots = new Int32Array(vocabularySize);
  }

  add(id: number): void {
    if (id >= this.#slots.length) this.#grow(id);
    const count = this.#slots[id] ?? 0;
    if (count === 0) this.#ids.push(id);
    this.#slots[id] = count + 1;
  }

  take(): TokenizedText {
    const ids = Int32Array.from(this.#ids);
    const counts = new Int32Array(ids.length);
    for (const [i, id] of ids.entries()) {
      counts[i] = this.#slots[id] ?? 0;
      this.#slots[id] = 0;
    }
    this.#ids = [];
    return { ids, counts };
  }

  #grow(id: number): void {
    const larger = new Int32Array(Math.max(id + 1, this.#slots.length * 2));
    larger.set(this.#slots);
    this.#slots = larger;
  }
}

/** Tokens in order, cut so that special tokens at both ends (`[CLS] … [SEP]`) stay. */
class SequenceTokenizer implements TextTokenizer {
  readonly #tokenizer: Tokenizer;
  readonly #maxTokens: number;
  readonly #prefix: readonly number[];
  readonly #suffix: readonly number[];

  constructor(tokenizer: Tokenizer, maxTokens: number) {
    this.#tokenizer = tokenizer;
    this.#maxTokens = maxTokens;
    const body = tokenizer.encode('a', { add_special_tokens: false }).ids;
    const full = tokenizer.encode('a').ids;
    const at = Math.max(0, full.indexOf(body[0] ?? -1));
    this.#prefix = full.slice(0, at);
    this.#suffix = full.slice(at + body.length);
  }

  tokenize(text: string): TokenizedText {
    const room = this.#maxTokens - this.#prefix.length - this.#suffix.length;
    const body = this.#tokenizer.encode(text, { add_special_tokens: false }).ids.slice(0, room);
    const ids = Int32Array.from([...this.#prefix, ...body, ...this.#suffix]);
    return { ids, counts: new Int32Array(ids.length).fill(1) };
  }
}

/** Distinct tokens with counts, from the whole text at once. */
class BagTokenizer implements TextTokenizer {
  readonly #encode: Encode;
  readonly #maxTokens: number;
  readonly #bag: TokenBag;

  constructor(options: { encode: Encode; maxTokens: number; vocabularySize: number }) {
    this.#encode = options.encode;
    this.#maxTokens = options.maxTokens;
    this.#bag = new TokenBag(options.vocabularySize);
  }

  tokenize(text: string): TokenizedText {
    for (const id of this.#encode(text).slice(0, this.#maxTokens)) this.#bag.add(id);
    return this.#bag.take();
  }
}

/** Distinct tokens with counts, word by word through a cache: code repeats its words, so few reach the library. */
class CachedWordTokenizer implements TextTokenizer {
  readonly #pattern: RegExp;
  readonly #maxTokens: number;
  readonly #bag: TokenBag;
  readonly #cache: WordCache<readonly number[]>;

  constructor(options: { pattern: string; encode: Encode; maxTokens: number; vocabularySize: number }) {
    this.#pattern = new RegExp(options.pattern, 'gu');
    this.#maxTokens = options.maxTokens;
    this.#bag = new TokenBag(options.vocabularySize);
    this.#cache = new WordCache(options.encode);
  }

  tokenize(text: string): TokenizedText {
    let room = this.#maxTokens;
    for (const word of text.match(this.#pattern) ?? []) {
      for (const id of this.#cache.get(word)) {
        if (room === 0) return this.#bag.take();
        room -= 1;
        this.#bag.add(id);
      }
    }
    return this.#bag.take();
  }
}

const tokenizerJson = z.looseObject({
  model: z.looseObject({ type: z.string(), byte_fallback: z.boolean().optional() }),
});
type TokenizerJson = z.infer<typeof tokenizerJson>;

function parseJson(model: VerifiedModel): TokenizerJson {
  return tokenizerJson.parse(JSON.parse(Buffer.from(model.tokenizer).toString('utf8')));
}

const isUnigram = (model: unknown): model is UnigramModel =>
  typeof model === 'object' && model !== null && 'type' in model && model.type === 'Unigram' && 'vocab' in model;

/** Encodes single words. Unigram models have a faster encoder of our own behind the library's normalizer and word splitter. */
function createWordEncoder(json: TokenizerJson): { encode: Encode; vocabularySize: number } {
  const { model } = json;
  if (!isUnigram(model) || model.byte_fallback === true) return createPlainEncoder(json);
  const unigram = new UnigramEncoder(model);
  const shell = new Tokenizer({ ...json, model: { ...model, vocab: model.vocab.slice(0, model.unk_id + 1) } }, {});
  const encode: Encode = (word) => {
    const normalized = shell.normalizer?._call(word) ?? word;
    return unigram.encode(shell.pre_tokenizer?.pre_tokenize_text(normalized) ?? [normalized]);
  };
  return { encode, vocabularySize: unigram.vocabularySize };
}

function createPlainEncoder(json: TokenizerJson): { encode: Encode; vocabularySize: number } {
  const tokenizer = new Tokenizer(json, {});
  const encode: Encode = (text) => tokenizer.encode(text, { add_special_tokens: false }).ids;
  return { encode, vocabularySize: tokenizer.get_vocab().size };
}

/** `exact` goes through the library alone, word cache and own encoder left out: for comparing. */
function build(model: VerifiedModel, exact: boolean): TextTokenizer {
  const { bagOfTokens, wordPattern, maxTokens } = model.manifest;
  const json = parseJson(model);
  if (!bagOfTokens) return new SequenceTokenizer(new Tokenizer(json, {}), maxTokens);
  if (wordPattern === undefined || exact) return new BagTokenizer({ ...createPlainEncoder(json), maxTokens });
  return new CachedWordTokenizer({ ...createWordEncoder(json), pattern: wordPattern, maxTokens });
}

/** The tokenizer of a model, in the fastest form that its manifest allows. Throws MODEL_INVALID. */
export function createTokenizer(model: VerifiedModel, options: { exact?: boolean } = {}): TextTokenizer {
  try {
    return build(model, options.exact ?? false);
  } catch (cause) {
    const message = `The tokenizer of the model in ${model.folder} cannot be read. Install Whence again, or choose another model folder.`;
    throw new WhenceError('MODEL_INVALID', message, { data: { folder: model.folder }, cause });
  }
}
