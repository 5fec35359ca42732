import type { Completion } from '../../shared/contract/search.ts';
import { chunkKinds } from '../../shared/chunk-kind.ts';
import { assertNever } from '../../shared/assert-never.ts';
import { languages } from '../chunking/index.ts';
import { BlameReader } from '../store/blame-reader.ts';
import type { IndexView } from './index-view.ts';
import { filterNames } from './query/index.ts';

const most = 12;

const filterHelp: { readonly [Name in (typeof filterNames)[number]]: string } = {
  lang: 'language',
  path: 'part of the path, or a glob',
  file: 'part of the file name, or a glob',
  symbol: 'name that is defined',
  kind: 'function, class, type …',
  author: 'who wrote the lines',
  after: 'lines changed since a date',
  before: 'lines changed before a date',
  commit: 'commit that the lines come from',
};

/** What could stand at `cursor` (a character offset of `text`), likeliest first. */
export function completionsFor(text: string, cursor: number, view: IndexView): Completion[] {
  const start = tokenStart(text, cursor);
  const typed = text.slice(start, cursor);
  const negation = typed.startsWith('-') ? '-' : '';
  const bare = typed.slice(negation.length);
  const colon = bare.indexOf(':');
  const name = filterNames.find((known) => known === bare.slice(0, Math.max(0, colon)));
  if (name !== undefined) {
    const written = bare.slice(colon + 1);
    // Of a qualified name the last part is completed.
    const kept = name === 'symbol' ? (/^.*(?:::|->|[.#])/.exec(written)?.[0] ?? '') : '';
    const valueStart = start + negation.length + colon + 1 + kept.length;
    const value = written.slice(kept.length).replace(/^"/, '');
    return valuesOf(name, value, view).map(({ label, detail, kind }) => ({
      insert: quotedIfNeeded(label),
      label,
      detail,
      kind,
      start: valueStart,
      end: cursor,
    }));
  }
  if (bare === '' && negation === '') return [];
  const filters = filterNames
    .filter((known) => known.startsWith(bare.toLowerCase()))
    .map((known): Completion => ({
      insert: `${negation}${known}:`,
      label: `${negation}${known}:`,
      detail: filterHelp[known],
      kind: 'filter',
      start,
      end: cursor,
    }));
  if (negation !== '' || bare.length < 2) return filters;
  const symbols = symbolsLike(bare, view, most - filters.length);
  return [
    ...filters,
    ...symbols.map(({ label, detail, kind }) => ({ insert: label, label, detail, kind, start, end: cursor })),
  ];
}

/** Where the piece of the query around the cursor begins: a space within quotes is part of it. */
function tokenStart(text: string, cursor: number): number {
  let start = 0;
  let isQuoted = false;
  for (let i = 0; i < cursor; i += 1) {
    const character = text.charAt(i);
    if (character === '"' && text.charAt(i - 1) !== '\\') isQuoted = !isQuoted;
    else if (character === ' ' && !isQuoted) start = i + 1;
  }
  return start;
}

type Value = Pick<Completion, 'label' | 'detail' | 'kind'>;

function valuesOf(name: (typeof filterNames)[number], value: string, view: IndexView): Value[] {
  const lower = value.toLowerCase();
  switch (name) {
    case 'lang':
      return languagesLike(lower, view);
    case 'path':
    case 'file':
      return pathsLike(lower, name, view);
    case 'symbol':
      return symbolsLike(value, view, most);
    case 'kind':
      return chunkKinds
        .filter((kind) => kind.startsWith(lower))
        .map((label) => ({ label, detail: null, kind: 'kind' }));
    case 'after':
    case 'before':
      return ['today', 'yesterday', '1w', '1m', '3m', '1y']
        .filter((date) => date.startsWith(lower))
        .map((label) => ({ label, detail: null, kind: 'date' }));
    case 'author':
      return authorsLike(lower, view);
    case 'commit':
      return [];
    default:
      return assertNever(name);
  }
}

function authorsLike(lower: string, view: IndexView): Value[] {
  return new BlameReader(view.database)
    .authors()
    .filter(({ name, email }) => name.toLowerCase().includes(lower) || email.toLowerCase().startsWith(lower))
    .slice(0, most)
    .map(({ name, email }) => ({ label: name, detail: email, kind: 'author' }));
}

function languagesLike(lower: string, view: IndexView): Value[] {
  const used = view.database
    .prepare<[], { language: string; files: number }>(
      `SELECT language, count(*) AS files FROM files WHERE state = 'indexed' AND language IS NOT NULL
        GROUP BY language ORDER BY files DESC`,
    )
    .all();
  return used
    .filter(({ language }) => namesOf(language).some((name) => name.startsWith(lower)))
    .slice(0, most)
    .map((row) => ({
      label: row.language,
      detail: `${row.files} ${row.files === 1 ? 'file' : 'files'}`,
      kind: 'language',
    }));
}

/** For `path:` folders and files one step further; for `file:` names. */
function pathsLike(lower: string, name: 'path' | 'file', view: IndexView): Value[] {
  const found = new Map<string, number>();
  for (const { path } of view.sets.files()) {
    const fileName = path.slice(path.lastIndexOf('/') + 1);
    if (name === 'file') {
      if (fileName.toLowerCase().includes(lower)) found.set(fileName, (found.get(fileName) ?? 0) + 1);
      continue;
    }
    if (path.toLowerCase().startsWith(lower)) {
      const slash = path.indexOf('/', lower.length);
      const step = slash < 0 ? path : path.slice(0, slash + 1);
      found.set(step, (found.get(step) ?? 0) + 1);
    } else if (lower !== '' && fileName.toLowerCase().startsWith(lower)) found.set(path, 1);
  }
  return [...found]
    .sort(([a, x], [b, y]) => y - x || a.localeCompare(b))
    .slice(0, most)
    .map(([label, files]) => ({ label, detail: files > 1 ? `${files} files` : null, kind: 'path' }));
}

function symbolsLike(typed: string, view: IndexView, count: number): Value[] {
  if (typed === '' || count <= 0) return [];
  // COLLATE NOCASE ranges run on the index of names; `\u{10FFFF}` is beyond every name that begins as typed.
  return view.database
    .prepare<[string, string, number], { name: string; kind: string }>(
      `SELECT name, min(kind) AS kind FROM symbols WHERE name >= ? COLLATE NOCASE AND name < ? COLLATE NOCASE
        GROUP BY name ORDER BY length(name), name LIMIT ?`,
    )
    .all(typed, `${typed}\u{10FFFF}`, count)
    .map((row) => ({ label: row.name, detail: row.kind, kind: 'symbol' }));
}

/** What a language is called: id, label, aliases and extensions without their dot, in lower case. */
function namesOf(id: string): readonly string[] {
  const language = languages.find((known) => known.id === id);
  if (language === undefined) return [id];
  const { label, aliases, extensions } = language;
  return [id, label.toLowerCase(), ...aliases, ...extensions.map((extension) => extension.replace(/^\./, ''))];
}

const quotedIfNeeded = (value: string): string => (/\s/.test(value) ? `"${value}"` : value);
