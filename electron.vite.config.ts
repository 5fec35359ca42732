import react from '@vitejs/plugin-react';
import { defineConfig } from 'electron-vite';
import { mkdirSync, writeFileSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import type { Plugin } from 'vite';
import manifest from './package.json' with { type: 'json' };

const source = (path: string): string => resolve(import.meta.dirname, 'src', path);

/** Writes which packages a bundle holds code of: their licences are shipped with it (scripts/package/notices.mjs). */
const noteBundled = (part: string): Plugin => ({
  name: 'note-bundled-packages',
  generateBundle(_options, bundle) {
    const modules = Object.values(bundle).flatMap((output) => (output.type === 'chunk' ? output.moduleIds : []));
    const packages = modules.map((id) => /.*[\\/]node_modules[\\/]((?:@[^\\/]+[\\/])?[^\\/]+)/.exec(id)?.[0]);
    const folders = [...new Set(packages)].filter((folder) => folder !== undefined);
    const text = JSON.stringify(
      folders.map((folder) => relative(import.meta.dirname, folder).replaceAll('\\', '/')).sort(),
      null,
      1,
    );
    mkdirSync(resolve(import.meta.dirname, 'out/bundled'), { recursive: true });
    writeFileSync(resolve(import.meta.dirname, `out/bundled/${part}.json`), `${text}\n`);
  },
});

// Workers and child processes are entries of their own: `processEntry` (src/engine/processes) finds them beside the host's bundle,
// which is why every chunk lies flat in one folder.
export default defineConfig({
  main: {
    plugins: [noteBundled('node')],
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
    plugins: [react({ jsxImportSource: '#window' }), noteBundled('renderer')],
    build: {
      outDir: resolve(import.meta.dirname, 'out/renderer'),
      rollupOptions: { input: source('renderer/index.html') },
    },
  },
});
