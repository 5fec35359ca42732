// Compares tokenizer.json as the JavaScript library reads it with the Python tokenizer that training used, and whole texts
// with their words one by one (what the runtime's cache relies on).
//
//   verify-tokenizer.mjs MODEL_FOLDER FILE...      prints the number of texts that differ; exit status 1 if any
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { Tokenizer } from '@huggingface/tokenizers';

const [folder, ...files] = process.argv.slice(2);
const tokenizer = new Tokenizer(JSON.parse(readFileSync(join(folder, 'tokenizer.json'), 'utf8')), {});
const { wordPattern } = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'));
const texts = files.flatMap((file) =>
  readFileSync(file, 'utf8')
    .split('\n')
    .filter((line) => line.trim() !== ''),
);
const script = [
  'import sys, json',
  'from pathlib import Path',
  'from tokenizer import Tokenizer',
  't = Tokenizer.load(Path(sys.argv[1]))',
  'print(json.dumps([t.encode(x) for x in json.load(sys.stdin)]))',
].join('\n');
const python = spawnSync(process.env.PYTHON ?? 'python3', ['-c', script, join(folder, 'tokenizer.json')], {
  input: JSON.stringify(texts),
  encoding: 'utf8',
  maxBuffer: 1 << 30,
  env: { ...process.env, PYTHONPATH: dirname(fileURLToPath(import.meta.url)) },
});
if (python.status !== 0) throw new Error(python.stderr);
const expected = JSON.parse(python.stdout);
// Ids 0 and 1 (padding, unknown) have no vector, so how many unknowns stand in a row does not matter.
const known = (ids) => ids.filter((id) => id > 1);
const encode = (text) => known(tokenizer.encode(text, { add_special_tokens: false }).ids);
let differ = 0;
let apart = 0;
for (const [i, text] of texts.entries()) {
  const whole = encode(text);
  const words = [...text.matchAll(new RegExp(wordPattern, 'gu'))].flatMap(([word]) => encode(word));
  if (whole.join() !== words.join()) apart += 1;
  if (whole.join() === known(expected[i]).join()) continue;
  differ += 1;
  if (differ <= 5)
    console.log('differs:', text.slice(0, 100), whole.slice(0, 20).join(), '|', expected[i].slice(0, 20).join());
}
console.log(`${texts.length} texts: ${differ} differ from Python, ${apart} differ from their words one by one`);
process.exit(differ + apart === 0 ? 0 : 1);
