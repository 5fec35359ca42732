// Copies the tree-sitter grammars from node_modules into resources/grammars, where the app looks for them.
// Run: node scripts/copy-grammars.mjs. Does nothing for files that are already the same. Prints what it copied.
//
// A language's file names its grammar as `grammar: '<path inside node_modules>.wasm'`; this script reads that spelling, so
// that adding a language stays one file, and so that it runs on any Node version without building first.
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, statSync, utimesSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = join(dirname(fileURLToPath(import.meta.url)), '..');
const languages = join(root, 'src/engine/chunking/languages');
const target = join(root, 'resources/grammars');

/** Every grammar that a language names, and what reads them: paths inside node_modules. */
export function wantedGrammars() {
  const wanted = new Set(['web-tree-sitter/web-tree-sitter.wasm']);
  for (const file of readdirSync(languages).filter((name) => name.endsWith('.ts'))) {
    const grammar = /^\s*grammar: '([^']+\.wasm)',$/m.exec(readFileSync(join(languages, file), 'utf8'))?.[1];
    if (grammar !== undefined) wanted.add(grammar);
  }
  return [...wanted];
}

function copyGrammars() {
  const wanted = wantedGrammars();
  mkdirSync(target, { recursive: true });
  let copied = 0;
  for (const path of wanted) {
    const source = join(root, 'node_modules', path);
    const destination = join(target, basename(path));
    if (!existsSync(source)) {
      console.error(`The grammar ${path} is not installed. Run: npm install`);
      process.exit(1);
    }
    if (existsSync(destination) && readFileSync(destination).equals(readFileSync(source))) continue;
    copyFileSync(source, destination);
    copied += 1;
  }
  // The folder's own time says to others when it was last looked at (prepare.mjs).
  if (statSync(target).mtimeMs < statSync(fileURLToPath(import.meta.url)).mtimeMs) {
    utimesSync(target, new Date(), new Date());
  }
  const bytes = readdirSync(target).reduce((sum, name) => sum + statSync(join(target, name)).size, 0);
  console.log(`grammars: ${copied} copied, ${wanted.length - copied} up to date, ${(bytes / 1e6).toFixed(1)} MB`);
}

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) copyGrammars();
