/**
 * How fast files are cut into chunks, per language: `npx node bench/chunking.ts FOLDER [MOST_FILES_PER_LANGUAGE]`.
 *
 * Prints, per language, files, megabytes, chunks, MB/s and chunks/s of processor time (so that other work on the machine counts
 * less), with the parse and everything after it, and the slowest file. The first file of each language, which loads and compiles its grammar, is cut once before the clock starts.
 */
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { createChunker, languageOf } from '../src/engine/chunking/index.ts';

interface Sample {
  readonly path: string;
  readonly text: string;
}

const [folder, most = '400'] = process.argv.slice(2);
if (folder === undefined) {
  console.error('Usage: node bench/chunking.ts FOLDER [MOST_FILES_PER_LANGUAGE]');
  process.exit(2);
}

function gather(root: string, limit: number): Map<string, Sample[]> {
  const found = new Map<string, Sample[]>();
  for (const entry of readdirSync(root, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile() || `${entry.parentPath}/`.includes('/.git/')) continue;
    const path = join(entry.parentPath, entry.name);
    const language = languageOf(path) ?? 'text';
    const samples = found.get(language) ?? [];
    if (samples.length >= limit || statSync(path).size > 1 << 20) continue;
    const bytes = readFileSync(path);
    if (bytes.length === 0 || bytes.subarray(0, 8000).includes(0)) continue;
    samples.push({ path, text: bytes.toString('utf8') });
    found.set(language, samples);
  }
  return found;
}

const chunker = await createChunker({ grammarFolder: join(import.meta.dirname, '../resources/grammars') });
const samplesByLanguage = gather(folder, Number(most));
const rows: Record<string, Record<string, number | string>> = {};
let allMs = 0;
let allCharacters = 0;
let allChunks = 0;
for (const [language, samples] of [...samplesByLanguage].sort(([a], [b]) => (a < b ? -1 : 1))) {
  const [first] = samples;
  if (first !== undefined) await chunker.chunk(first);
  let ms = 0;
  let characters = 0;
  let chunks = 0;
  let fallbacks = 0;
  let slowest = { path: '', ms: 0 };
  for (const sample of samples) {
    const started = process.cpuUsage();
    const file = await chunker.chunk(sample);
    const used = process.cpuUsage(started);
    const took = (used.user + used.system) / 1e3;
    ms += took;
    characters += sample.text.length;
    chunks += file.chunks.length;
    if (file.fallback !== null) fallbacks += 1;
    if (took > slowest.ms) slowest = { path: sample.path, ms: took };
  }
  rows[language] = {
    files: samples.length,
    MB: Number((characters / 1e6).toFixed(2)),
    chunks,
    'MB/s': Number((characters / 1e3 / ms).toFixed(2)),
    'chunks/s': Math.round((chunks / ms) * 1e3),
    fallbacks,
    slowest: `${slowest.ms.toFixed(0)} ms ${slowest.path.slice(folder.length + 1).slice(-50)}`,
  };
  allMs += ms;
  allCharacters += characters;
  allChunks += chunks;
}
chunker.dispose();
console.table(rows);
const rate = (allCharacters / 1e3 / allMs).toFixed(2);
console.log(
  `all: ${(allCharacters / 1e6).toFixed(1)} MB, ${rate} MB/s, ${Math.round((allChunks / allMs) * 1e3)} chunks/s`,
);
