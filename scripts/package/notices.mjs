// Writes THIRD_PARTY_NOTICES: the licences of all that a package of Whence holds of others, texts in full. Run after a build:
// npm run notices. With --check it writes nothing and fails when the file is not current, as npm test does.
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { wantedGrammars } from '../copy-grammars.mjs';

const checkout = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const target = join(checkout, 'THIRD_PARTY_NOTICES');
/** @param {readonly string[]} path */
const readJson = (...path) => JSON.parse(readFileSync(join(checkout, ...path), 'utf8'));

/** Needed to install or build native modules only; electron-builder.yml leaves them out as well. */
const installOnly = new Set(['adm-zip', 'global-agent', 'node-addon-api']);

/** Texts that a package does not bring: its own, and those of what was compiled into it. */
const keptTexts = join(checkout, 'scripts', 'package', 'licences');
/** @type {Readonly<Record<string, string>>} */
const own = {
  'onnxruntime-common': 'onnxruntime-node',
  'onnxruntime-node': 'onnxruntime-node',
  'sqlite-vec': 'sqlite-vec',
};
/** @type {Readonly<Record<string, readonly { name: string, licence: string, text: string }[]>>} */
const compiledIn = {
  'better-sqlite3': [{ name: 'SQLite', licence: 'public domain', text: 'sqlite' }],
  '@repomix/tree-sitter-wasms': [{ name: 'tree-sitter-swift', licence: 'MIT', text: 'tree-sitter-swift' }],
};

/**
 * By code unit, which is the same on every system.
 *
 * @param {Iterable<string>} names
 */
const sorted = (names) => [...names].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0));

/** @param {string} folder */
const packageName = (folder) => folder.slice(folder.lastIndexOf('node_modules/') + 'node_modules/'.length);

/** Folders of the packages that native modules and grammars need at run time, and what of them lies in node_modules for this system. */
function runtimeFolders() {
  const { packages } = readJson('package-lock.json');
  /** @type {Set<string>} */
  const found = new Set();
  const visit = (/** @type {string} */ name, /** @type {string} */ from) => {
    if (installOnly.has(name)) return;
    const folder = [`${from}/node_modules/${name}`, `node_modules/${name}`].find((path) => packages[path]);
    if (folder === undefined || found.has(folder)) return;
    found.add(folder);
    const { dependencies = {}, optionalDependencies = {} } = packages[folder];
    for (const inner of Object.keys({ ...dependencies, ...optionalDependencies })) visit(inner, folder);
  };
  for (const name of Object.keys(readJson('package.json').dependencies)) visit(name, '');
  return [...found];
}

/** @returns {string[]} */
function bundledFolders() {
  const folder = join(checkout, 'out', 'bundled');
  if (!existsSync(folder)) throw new Error('nothing is built: run "npm run build" first');
  return readdirSync(folder).flatMap((file) => JSON.parse(readFileSync(join(folder, file), 'utf8')));
}

const grammarFolders = () => wantedGrammars().map((path) => `node_modules/${/^(?:@[^/]+\/)?[^/]+/.exec(path)?.[0]}`);

/** A package for one system, whose text is that of the package that it belongs to. */
const platformPart = /^(?<base>sqlite-vec|@parcel\/watcher)-(?:linux|darwin|windows|win32|android|freebsd)-/;

/**
 * @param {string} folder
 * @returns {string}
 */
function textOf(folder) {
  const name = packageName(folder);
  const base = platformPart.exec(name)?.groups?.base ?? name;
  if (own[base]) return readFileSync(join(keptTexts, `${own[base]}.txt`), 'utf8');
  const place = join(checkout, base === name ? folder : `node_modules/${base}`);
  const files = readdirSync(place).filter((file) => /^(?:licen[cs]e|copying|notice)/i.test(file));
  if (files.length === 0) return textByName(name, place);
  return files
    .sort()
    .map((file) => readFileSync(join(place, file), 'utf8'))
    .join('\n\n');
}

/**
 * The text of a licence that a package names and does not bring.
 *
 * @param {string} name
 * @param {string} place
 */
function textByName(name, place) {
  const { license, author } = JSON.parse(readFileSync(join(place, 'package.json'), 'utf8'));
  const text = join(keptTexts, 'spdx', `${license}.txt`);
  if (!existsSync(text)) throw new Error(`${name} brings no licence: put its text into ${keptTexts}`);
  return readFileSync(text, 'utf8').replace('{holder}', author?.name ?? author ?? `the authors of ${name}`);
}

/** @typedef {{ names: readonly string[], licence: string, text: string }} Entry */

/**
 * Packages of the same text together.
 *
 * @returns {Entry[]}
 */
function collect() {
  const { packages } = readJson('package-lock.json');
  /** @type {Map<string, { names: Set<string>, licence: string, text: string }>} */
  const byText = new Map();
  const add = (/** @type {string} */ name, /** @type {string} */ licence, /** @type {string} */ raw) => {
    const text = raw
      .replaceAll('\r\n', '\n')
      .replaceAll(/[ \t]+$/gm, '')
      .trim();
    const entry = byText.get(text) ?? { names: new Set(), licence, text };
    byText.set(text, { ...entry, names: entry.names.add(name) });
  };
  for (const folder of new Set([...bundledFolders(), ...runtimeFolders(), ...grammarFolders()])) {
    const name = packageName(folder);
    add(name, packages[folder].license ?? 'see below', textOf(folder));
    for (const part of compiledIn[name] ?? []) {
      add(part.name, part.licence, readFileSync(join(keptTexts, `${part.text}.txt`), 'utf8'));
    }
  }
  return [...byText.values()]
    .map(({ names, licence, text }) => ({ names: sorted(names), licence, text }))
    .sort((a, b) => ((a.names[0] ?? '') < (b.names[0] ?? '') ? -1 : 1));
}

/** @param {readonly Entry[]} entries */
function render(entries) {
  const rule = '='.repeat(80);
  const names = sorted(entries.flatMap((entry) => entry.names));
  return `${[
    'Whence holds software of others, under the licences below. Electron and Chromium, which the desktop app runs in, bring theirs in',
    'LICENSE.electron.txt and LICENSES.chromium.html. Made by scripts/package/notices.mjs.',
    '',
    ...names.map((name) => `- ${name}`),
    ...entries.map(
      ({ names, licence, text }) => `\n${rule}\n${names.join('\n')}\n\nLicence: ${licence}\n${rule}\n\n${text}`,
    ),
  ].join('\n')}\n`;
}

/** Writes the file where it is not current; answers whether it was. */
export function updateNotices({ write = true } = {}) {
  const text = render(collect());
  const current = existsSync(target) && readFileSync(target, 'utf8').replaceAll('\r\n', '\n') === text;
  if (write && !current) writeFileSync(target, text);
  return current;
}

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const check = process.argv.includes('--check');
  const current = updateNotices({ write: !check });
  if (!current && check) console.log('THIRD_PARTY_NOTICES is not current: run "npm run notices"');
  if (!current && !check) console.log('whence: THIRD_PARTY_NOTICES was not current and is written anew: commit it');
  if (check && !current) process.exitCode = 1;
}
