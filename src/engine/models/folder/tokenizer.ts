import { Tokenizer } from '@huggingface/tokenizers';
import { z } from 'zod';
import { WhenceError } from '../../../shared/errors.ts';
import type { FieldWeights, VerifiedModel } from './model-manifest.ts';
import { splitEmbeddingText } from '../template.ts';
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
  /** A text made by `embeddingText`: words of its header count as the model's `fieldWeights` say. */
  tokenizeDocument(text: string): TokenizedText;
}

type Encode = (word: string) => readonly number[];

/** Counts equal tokens without hashing: one slot per token id. Tokens keep the order of their first occurrence. */
class TokenBag {
  #slots = new Int32Array(0);
  #ids: number[] = [];

  constructor(vocabularySize: number) {
    this.#slots = new Int32Array(vocabularySize);
  }

  add(id: number, weight: number): void {
    if (id >= this.#slots.length) this.#grow(id);
    const count = this.#slots[id] ?? 0;
    if (count === 0) this.#ids.push(id);
    this.#slots[id] = count + weight;
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

  tokenizeDocument(text: string): TokenizedText {
    return this.tokenize(text);
  }
}

/** The labels that the template writes before its fields: training saw them, so they count too, once each. */
const labels = 'File Type Name';

/** Distinct tokens with counts. */
class BagTokenizer implements TextTokenizer {
  readonly #parts: (text: string) => Iterable<readonly number[]>;
  readonly #maxTokens: number;
  readonly #weights: FieldWeights | undefined;
  readonly #bag: TokenBag;

  /** `parts` gives a text's tokens, in pieces. */
  constructor(options: {
    parts: (text: string) => Iterable<readonly number[]>;
    maxTokens: number;
    weights: FieldWeights | undefined;
    vocabularySize: number;
  }) {
    this.#parts = options.parts;
    this.#maxTokens = options.maxTokens;
    this.#weights = options.weights;
    this.#bag = new TokenBag(options.vocabularySize);
  }

  tokenize(text: string): TokenizedText {
    this.#add(text, 1, this.#maxTokens);
    return this.#bag.take();
  }

  tokenizeDocument(text: string): TokenizedText {
    const fields = this.#weights && splitEmbeddingText(text);
    if (!fields || !this.#weights) return this.tokenize(text);
    let room = this.#add(labels, 1, this.#maxTokens);
    room = this.#add(fields.path, this.#weights.path, room);
    room = this.#add(fields.kind, this.#weights.kind, room);
    room = this.#add(fields.name, this.#weights.name, room);
    this.#add(fields.code, this.#weights.code, room);
    return this.#bag.take();
  }

  /** Adds a text's tokens while there is room for them; answers how much is left. */
  #add(text: string, weight: number, room: number): number {
    let left = room;
    for (const ids of this.#parts(text)) {
      for (const id of ids) {
        if (left === 0) return 0;
        left -= 1;
        this.#bag.add(id, weight);
      }
    }
    return left;
  }
}

/** Tokens word by word through a cache: code repeats its words, so few reach the library. */
function wordByWord(pattern: string, encode: Encode): (text: string) => Iterable<readonly number[]> {
  const words = new RegExp(pattern, 'gu');
  const cache = new WordCache(encode);
  return function* pieces(text) {
    for (const word of text.match(words) ?? []) yield cache.get(word);
  };
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
  const { bagOfTokens, wordPattern, maxTokens, fieldWeights: weights } = model.manifest;
  const json = parseJson(model);
  if (!bagOfTokens) return new SequenceTokenizer(new Tokenizer(json, {}), maxTokens);
  if (wordPattern === undefined || exact) {
    const { encode, vocabularySize } = createPlainEncoder(json);
    return new BagTokenizer({ parts: (text) => [encode(text)], maxTokens, weights, vocabularySize });
  }
  const { encode, vocabularySize } = createWordEncoder(json);
  return new BagTokenizer({ parts: wordByWord(wordPattern, encode), maxTokens, weights, vocabularySize });
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
