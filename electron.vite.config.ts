import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import { resolve } from 'node:path';

const source = (path: string): string => resolve(import.meta.dirname, 'src', path);

// Workers and child processes are entries of their own: `processEntry` (src/engine/processes) finds them beside the host's bundle.
export default defineConfig({
  main: {
    build: {
      outDir: 'out/node',
      externalizeDeps: {
        exclude: ['commander', 'zod', 'ignore', 'picomatch', 'ws', 'isomorphic-git', '@huggingface/tokenizers'],
      },
      rollupOptions: {
        input: {
          main: source('main/index.ts'),
          whence: source('cli/index.ts'),
          'chunk-worker': source('engine/ingest/chunk-worker.ts'),
          'search-worker': source('engine/search/search-worker.ts'),
          'blame-worker': source('engine/git/blame-worker.ts'),
          embedder: source('engine/embedding/embedder.ts'),
        },
      },
    },
  },
  preload: {
    build: {
      outDir: 'out/preload',
      rollupOptions: { input: { index: source('preload/index.ts') }, output: { format: 'cjs' } },
    },
  },
  renderer: {
    root: source('renderer'),
    plugins: [react()],
    build: {
      outDir: resolve(import.meta.dirname, 'out/renderer'),
      rollupOptions: { input: source('renderer/index.html') },
    },
  },
});
