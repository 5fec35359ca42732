/**
 * Prints one JSON line per chunk of every text file of a folder:
 * `{ path, language, kind, name, enclosing, signature, start_line, end_line, doc, code, symbols }`, where `doc` is
 * `[first line, last line]` or null and `symbols` a list of `[name, kind, line]`.
 *
 * Run: `node scripts/copy-grammars.mjs && npx node scripts/dump-chunks.ts FOLDER > chunks.jsonl` (Node 24, which runs
 * TypeScript; the project installs it, hence `npx`). Skips .git, node_modules, symbolic links, binary files, files over
 * 1 MiB and files with a line over 20,000 characters. Figures go to stderr.
 */
import { readdirSync, readFileSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { createChunker } from '../src/engine/chunking/index.ts';
import { splitLines } from '../src/engine/text/lines.ts';

const [folder] = process.argv.slice(2);
if (folder === undefined) {
  console.error('Usage: node scripts/dump-chunks.ts FOLDER');
  process.exit(2);
}

function* files(root: string, under = ''): Generator<string> {
  const entries = readdirSync(join(root, under), { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const entry of entries) {
    const path = under === '' ? entry.name : `${under}/${entry.name}`;
    if (entry.isDirectory() && entry.name !== '.git' && entry.name !== 'node_modules') yield* files(root, path);
    else if (entry.isFile()) yield path;
  }
}

function textOf(path: string): string | null {
  if (statSync(path).size > 1 << 20) return null;
  const bytes = readFileSync(path);
  if (bytes.subarray(0, 8000).includes(0)) return null;
  const text = bytes.toString('utf8').replace(/^\uFEFF/, '');
  return splitLines(text).some((line) => line.length > 20_000) ? null : text;
}

function print(text: string): void {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length;) {
    try {
      at += writeSync(1, bytes, at);
    } catch (error) {
      // A full pipe: the reader is slower than we are.
      if (!(error instanceof Error && 'code' in error && error.code === 'EAGAIN')) throw error;
    }
  }
}

const chunker = await createChunker({ grammarFolder: join(import.meta.dirname, '../resources/grammars') });
const started = performance.now();
let fileCount = 0;
let chunkCount = 0;
let characters = 0;
for (const path of files(folder)) {
  const text = textOf(join(folder, path));
  if (text === null) continue;
  const { language, chunks, fallback } = await chunker.chunk({ path, text });
  if (fallback !== null) console.error(`${path}: ${fallback}`);
  const lines = splitLines(text);
  const rows = chunks.map((chunk) =>
    JSON.stringify({
      path,
      language,
      kind: chunk.kind,
      name: chunk.name,
      enclosing: chunk.enclosing,
      signature: chunk.signature,
      start_line: chunk.startLine,
      end_line: chunk.endLine,
      doc: chunk.doc === null ? null : [chunk.doc.startLine, chunk.doc.endLine],
      code: lines.slice(chunk.startLine - 1, chunk.endLine).join('\n'),
      symbols: chunk.symbols.map((symbol) => [symbol.name, symbol.kind, symbol.line]),
    }),
  );
  if (rows.length > 0) print(`${rows.join('\n')}\n`);
  fileCount += 1;
  chunkCount += chunks.length;
  characters += text.length;
}
chunker.dispose();
const seconds = (performance.now() - started) / 1000;
const rate = (characters / 1e6 / seconds).toFixed(2);
console.error(
  `${fileCount} files, ${chunkCount} chunks, ${(characters / 1e6).toFixed(1)} MB, ${seconds.toFixed(1)} s, ${rate} MB/s`,
);
