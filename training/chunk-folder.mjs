// Cuts every file below the given folders with the app's own chunker, for measuring a model on the chunks that the app makes.
//
//   chunk-folder.mjs OUT.jsonl NAME=FOLDER...      one line per chunk: [name, path, kind, qualified name, code]
import { createWriteStream, readdirSync, readFileSync, statSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'vite';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const cache = await mkdtemp(join(root, 'node_modules', '.chunk-folder-'));
const bundle = join(cache, 'chunking.mjs');
await build({
  root,
  configFile: false,
  logLevel: 'error',
  ssr: { external: true },
  build: {
    ssr: join(root, 'src/engine/chunking/index.ts'),
    outDir: cache,
    emptyOutDir: false,
    rollupOptions: { output: { entryFileNames: 'chunking.mjs' } },
  },
});
const { createChunker } = await import(pathToFileURL(bundle).href);
const chunker = await createChunker({ grammarFolder: join(root, 'resources/grammars') });

function* files(folder) {
  for (const entry of readdirSync(folder, { withFileTypes: true })) {
    const path = join(folder, entry.name);
    if (entry.name === '.git' || entry.name === 'node_modules') continue;
    if (entry.isDirectory()) yield* files(path);
    else if (entry.isFile() && statSync(path).size < 1_000_000) yield path;
  }
}

const [out, ...folders] = process.argv.slice(2);
const stream = createWriteStream(out);
for (const argument of folders) {
  const at = argument.indexOf('=');
  const [name, folder] = [argument.slice(0, at), argument.slice(at + 1)];
  let count = 0;
  const start = performance.now();
  for (const file of files(folder)) {
    const bytes = readFileSync(file);
    if (bytes.subarray(0, 8000).includes(0)) continue;
    const text = bytes.toString('utf8');
    const path = relative(folder, file);
    const lines = text.split(/\r\n|\n|\r/);
    for (const chunk of (await chunker.chunk({ path, text })).chunks) {
      const code = lines.slice(chunk.startLine - 1, chunk.endLine).join('\n');
      const qualified = [...chunk.enclosing, ...(chunk.name === null ? [] : [chunk.name])].join('.');
      stream.write(`${JSON.stringify([name, path, chunk.kind, qualified, code])}\n`);
      count += 1;
    }
  }
  console.log(`${name}: ${count} chunks in ${((performance.now() - start) / 1000).toFixed(1)} s`);
}
stream.end();
chunker.dispose();
await rm(cache, { recursive: true });
