import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import { resolve } from 'node:path';
import manifest from './package.json' with { type: 'json' };

const source = (path: string): string => resolve(import.meta.dirname, 'src', path);

// Workers and child processes are entries of their own: `processEntry` (src/engine/processes) finds them beside the host's bundle,
// which is why every chunk lies flat in one folder.
export default defineConfig({
  main: {
    define: { __WHENCE_VERSION__: JSON.stringify(manifest.version) },
    build: {
      outDir: 'out/node',
      sourcemap: true,
      target: 'node24',
      rollupOptions: {
        input: {
          main: source('main/index.ts'),
          whence: source('cli/index.ts'),
          server: source('server/index.ts'),
          'chunk-worker': source('engine/ingest/chunk-worker.ts'),
          'checkpoint-worker': source('engine/store/checkpoint-worker.ts'),
          'search-worker': source('engine/search/search-worker.ts'),
          'blame-worker': source('engine/git/blame-worker.ts'),
          embedder: source('engine/embedding/embedder.ts'),
        },
        output: { format: 'es', entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
      },
    },
  },
  preload: {
    build: {
      outDir: 'out/preload',
      rollupOptions: {
        input: { index: source('preload/index.ts') },
        // A sandboxed preload is a CommonJS script in one file.
        output: { format: 'cjs', entryFileNames: '[name].cjs' },
      },
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
