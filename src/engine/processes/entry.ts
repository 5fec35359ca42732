import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** Workers and child processes, and where their source is. The build puts each beside the host's bundle, as `name.js`. */
const entries = {
  'chunk-worker': '../ingest/chunk-worker.ts',
  'checkpoint-worker': '../store/checkpoint-worker.ts',
  'search-worker': '../search/search-worker.ts',
  'blame-worker': '../git/blame-worker.ts',
  embedder: '../embedding/embedder.ts',
} as const;

export type ProcessEntry = keyof typeof entries;

/** Absolute path of the file that a worker or child process runs: the bundle when bundled, the TypeScript source otherwise. */
export function processEntry(name: ProcessEntry): string {
  const here = fileURLToPath(import.meta.url);
  return here.endsWith('.ts') ? join(dirname(here), entries[name]) : join(dirname(here), `${name}.js`);
}
