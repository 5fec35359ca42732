// Measures a model folder: chunks embedded a second (tokenizing included, two threads) and the time of one query.
//
//   measure-throughput.mjs MODEL_FOLDER FILE...      chunks are 15-line windows of the files, about 150 words each at most
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Tokenizer } from '@huggingface/tokenizers';
import { InferenceSession, Tensor } from 'onnxruntime-node';

const [folder, ...files] = process.argv.slice(2);
const began = performance.now();
const tokenizer = new Tokenizer(JSON.parse(readFileSync(join(folder, 'tokenizer.json'), 'utf8')), {});
const manifest = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'));
const session = await InferenceSession.create(join(folder, 'model.onnx'), {
  intraOpNumThreads: 2,
  interOpNumThreads: 1,
});
console.log(`loaded in ${(performance.now() - began).toFixed(0)} ms`);

const pattern = new RegExp(manifest.wordPattern, 'gu');
const cache = new Map();
let words = 0;
let tokens = 0;

function bag(text) {
  const counts = new Map();
  for (const [word] of text.matchAll(pattern)) {
    words += 1;
    let ids = cache.get(word);
    if (ids === undefined) cache.set(word, (ids = tokenizer.encode(word, { add_special_tokens: false }).ids));
    tokens += ids.length;
    for (const id of ids) counts.set(id, (counts.get(id) ?? 0) + 1);
  }
  return counts;
}

async function embed(bags) {
  const width = Math.max(1, ...bags.map((counts) => counts.size));
  const ids = new BigInt64Array(bags.length * width);
  const mask = new BigInt64Array(bags.length * width);
  const low = [new Int32Array(ids.buffer), new Int32Array(mask.buffer)];
  for (const [row, counts] of bags.entries()) {
    let at = row * width * 2;
    for (const [id, count] of counts) {
      low[0][at] = id;
      low[1][at] = count;
      at += 2;
    }
  }
  const shape = [bags.length, width];
  const answer = await session.run({
    input_ids: new Tensor('int64', ids, shape),
    attention_mask: new Tensor('int64', mask, shape),
  });
  return answer.embedding.data;
}

const chunks = [];
for (const file of files) {
  const lines = readFileSync(file, 'utf8').split('\n');
  for (let i = 0; i < lines.length; i += 20)
    chunks.push(`File: ${file}\nType: block\nName: \n---\n${lines.slice(i, i + 20).join('\n')}`);
}
async function pass() {
  const start = performance.now();
  const bags = chunks.map(bag).sort((a, b) => a.size - b.size);
  const tokenized = performance.now();
  for (let i = 0; i < bags.length; i += 8) await embed(bags.slice(i, i + 8));
  return { tokenize: tokenized - start, all: performance.now() - start };
}
for (const name of ['cold', 'warm', 'warm']) {
  words = tokens = 0;
  const time = await pass();
  const rate = (ms) => Math.round((chunks.length / ms) * 1000).toLocaleString('en');
  console.log(
    `${name}: ${chunks.length} chunks of ${Math.round(tokens / chunks.length)} tokens: ${rate(time.all)}/s (tokenizing alone ${rate(time.tokenize)}/s)`,
  );
}
const times = [];
for (let i = 0; i < 500; i += 1) {
  const start = performance.now();
  await embed([bag(`how is the retry delay number ${i} computed after a failed request`)]);
  times.push(performance.now() - start);
}
times.sort((a, b) => a - b);
console.log(`query: p50 ${times[250].toFixed(2)} ms, p95 ${times[475].toFixed(2)} ms`);
