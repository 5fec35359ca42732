// `node scripts/gather-packages.mjs FROM TO`: brings the packages that each system built (folders in FROM) together in TO, and writes
// their checksums. Where two systems wrote what the updater reads (`latest-mac.yml`: Intel and Apple processors), both are kept.
import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const filesBlock = /^files:\n((?:[ ].*\n)+)/m;

/**
 * One file for the updater from several of the same version: the first, with the packages of all.
 *
 * @param {readonly string[]} texts as electron-builder writes them
 */
export function mergeUpdates(texts) {
  const versions = new Set(texts.map((text) => /^version: (.+)$/m.exec(text)?.[1]));
  if (versions.size !== 1) throw new Error(`packages of several versions: ${[...versions].join(', ')}`);
  const blocks = texts.map((text) => filesBlock.exec(text)?.[1]);
  if (blocks.includes(undefined)) throw new Error('a file for the updater names no packages');
  return (texts[0] ?? '').replace(filesBlock, () => `files:\n${blocks.join('')}`);
}

/**
 * Brings all files of the folders in `from` together in `to`. Two of one name are a fault, but for what the updater reads.
 *
 * @param {string} from
 * @param {string} to
 */
export function gatherPackages(from, to) {
  mkdirSync(to, { recursive: true });
  /** @type {Map<string, string[]>} */
  const updates = new Map();
  for (const folder of readdirSync(from).sort()) {
    for (const name of readdirSync(join(from, folder))) {
      const path = join(from, folder, name);
      if (name.endsWith('.yml')) updates.set(name, [...(updates.get(name) ?? []), readFileSync(path, 'utf8')]);
      else if (existsSync(join(to, name))) throw new Error(`two packages are named ${name}`);
      else copyFileSync(path, join(to, name));
    }
  }
  for (const [name, texts] of updates) writeFileSync(join(to, name), mergeUpdates(texts));
  const sums = readdirSync(to)
    .sort()
    .map(
      (name) =>
        `${createHash('sha256')
          .update(readFileSync(join(to, name)))
          .digest('hex')}  ${name}\n`,
    );
  writeFileSync(join(to, 'SHA256SUMS'), sums.join(''));
}

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const [from, to] = process.argv.slice(2);
  if (!from || !to) throw new Error('usage: node scripts/gather-packages.mjs FROM TO');
  gatherPackages(from, to);
}
