import { createHash } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { elementType, encodeOnnx, type OnnxNode } from './onnx-writer.ts';

/** Letters, digits and punctuation that tiny tokenizers know; any word is spelled with them. */
const characters = 'abcdefghijklmnopqrstuvwxyz0123456789_.,:;(){}[]<>=+-*/\\\'"#@!?&|^%$~`'.split('');
const commonWords = ['file', 'type', 'name', 'function', 'return', 'const', 'class', 'parse', 'http', 'header', 'user'];

/** A word: letters and digits, or one other visible character. */
export const tinyWordPattern = String.raw`[\p{L}\p{N}_]+|[^\s\p{L}\p{N}_]`;

export interface TinyModelOptions {
  readonly dimensions?: number;
  /** Further whole words of the vocabulary. */
  readonly words?: readonly string[];
  /** What the model does wrong: not-a-number everywhere, or one dimension too many. */
  readonly fault?: 'nan' | 'wrong-shape';
  /** Other numbers give another model (and revision) with the same tokenizer. */
  readonly seed?: number;
  readonly wordCache?: boolean;
  /** A sequence model with [CLS] and [SEP] whose token vectors are pooled outside. */
  readonly pooling?: 'none' | 'mean' | 'cls';
  readonly maxTokens?: number;
  readonly fieldWeights?: {
    readonly path: number;
    readonly kind: number;
    readonly name: number;
    readonly code: number;
  };
  readonly id?: string;
}

const sha256 = (bytes: Uint8Array | string): string => createHash('sha256').update(bytes).digest('hex');

function tinyTokenizer(words: readonly string[], special: boolean): { json: string; size: number } {
  const tokens = [
    '[UNK]',
    '[CLS]',
    '[SEP]',
    ...characters,
    ...characters.map((c) => `##${c}`),
    ...new Set([...commonWords, ...words]),
  ];
  const split = { type: 'Split', pattern: { Regex: tinyWordPattern }, behavior: 'Isolated', invert: false };
  const single = [
    { SpecialToken: { id: '[CLS]', type_id: 0 } },
    { Sequence: { id: 'A', type_id: 0 } },
    { SpecialToken: { id: '[SEP]', type_id: 0 } },
  ];
  const json = {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: [],
    normalizer: { type: 'Lowercase' },
    pre_tokenizer: { type: 'Sequence', pretokenizers: [{ type: 'WhitespaceSplit' }, split] },
    post_processor: special
      ? {
          type: 'TemplateProcessing',
          single,
          pair: [],
          special_tokens: {
            '[CLS]': { id: '[CLS]', ids: [1], tokens: ['[CLS]'] },
            '[SEP]': { id: '[SEP]', ids: [2], tokens: ['[SEP]'] },
          },
        }
      : null,
    decoder: null,
    model: {
      type: 'WordPiece',
      unk_token: '[UNK]',
      continuing_subword_prefix: '##',
      max_input_chars_per_word: 100,
      vocab: Object.fromEntries(tokens.map((token, id) => [token, id])),
    },
  };
  return { json: JSON.stringify(json), size: tokens.length };
}

/** Numbers in [-1, 1) from a seed (mulberry32), so that equal seeds give equal models. */
function randomTable(size: number, seed: number): Float32Array {
  const table = new Float32Array(size);
  let state = seed;
  for (let i = 0; i < size; i += 1) {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    table[i] = ((t ^ (t >>> 14)) >>> 0) / 2 ** 31 - 1;
  }
  return table;
}

function tinyNodes(options: TinyModelOptions): OnnxNode[] {
  const gather: OnnxNode = { operator: 'Gather', inputs: ['table', 'input_ids'], output: 'rows' };
  if ((options.pooling ?? 'none') !== 'none') {
    // The mask must be used: a model's unused input is dropped.
    return [
      gather,
      { operator: 'Cast', inputs: ['attention_mask'], output: 'mask', attributes: { to: 1 } },
      { operator: 'Unsqueeze', inputs: ['mask', 'two'], output: 'mask3' },
      { operator: 'Mul', inputs: ['rows', 'mask3'], output: 'vectors' },
    ];
  }
  const output = options.fault === undefined ? 'vectors' : 'unit';
  const nodes: OnnxNode[] = [
    gather,
    { operator: 'Cast', inputs: ['attention_mask'], output: 'mask', attributes: { to: 1 } },
    { operator: 'Unsqueeze', inputs: ['mask', 'one'], output: 'mask3' },
    { operator: 'MatMul', inputs: ['mask3', 'rows'], output: 'sum3' },
    { operator: 'Squeeze', inputs: ['sum3', 'one'], output: 'sum' },
    { operator: 'LpNormalization', inputs: ['sum'], output },
  ];
  if (options.fault === 'nan') nodes.push({ operator: 'Mul', inputs: ['unit', 'nan'], output: 'vectors' });
  if (options.fault === 'wrong-shape') {
    nodes.push({ operator: 'Concat', inputs: ['unit', 'unit'], output: 'vectors', attributes: { axis: 1 } });
  }
  return nodes;
}

/** Writes a working model folder (a random table of token vectors, summed) and answers its revision. */
export function writeTinyModel(folder: string, options: TinyModelOptions = {}): string {
  const dimensions = options.dimensions ?? 16;
  const pooling = options.pooling ?? 'none';
  const tokenizer = tinyTokenizer(options.words ?? [], pooling !== 'none');
  const model = encodeOnnx({
    inputs: [
      { name: 'input_ids', type: elementType.int64, shape: ['B', 'T'] },
      { name: 'attention_mask', type: elementType.int64, shape: ['B', 'T'] },
    ],
    outputs: [{ name: 'vectors', type: elementType.float, shape: pooling === 'none' ? ['B', 'D'] : ['B', 'T', 'D'] }],
    initializers: [
      {
        name: 'table',
        dimensions: [tokenizer.size, dimensions],
        data: randomTable(tokenizer.size * dimensions, options.seed ?? 1),
      },
      { name: 'one', dimensions: [1], data: BigInt64Array.of(1n) },
      { name: 'two', dimensions: [1], data: BigInt64Array.of(2n) },
      { name: 'nan', dimensions: [1], data: Float32Array.of(Number.NaN) },
    ],
    nodes: tinyNodes(options),
  });
  const manifest = {
    format: 1,
    id: options.id ?? 'tiny',
    revision: sha256(model),
    tokenizerSha256: sha256(tokenizer.json),
    dimensions,
    maxTokens: options.maxTokens ?? 512,
    templateVersion: 2,
    pooling,
    inputs: { ids: 'input_ids', mask: 'attention_mask' },
    output: 'vectors',
    bagOfTokens: pooling === 'none',
    ...((options.wordCache ?? true) && pooling === 'none' ? { wordPattern: tinyWordPattern } : {}),
    ...(options.fieldWeights ? { fieldWeights: options.fieldWeights } : {}),
    queryPrefix: '',
    documentPrefix: '',
    licence: 'MIT',
    training: 'none: random numbers',
  };
  mkdirSync(folder, { recursive: true });
  writeFileSync(join(folder, 'model.onnx'), model);
  writeFileSync(join(folder, 'tokenizer.json'), tokenizer.json);
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify(manifest, null, 2));
  return manifest.revision;
}
