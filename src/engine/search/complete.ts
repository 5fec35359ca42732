import type { Completion } from '../../shared/contract/search.ts';
import { chunkKinds } from '../../shared/chunk-kind.ts';
import { filterNames, filters, type FilterValue, tokenBefore } from '../../shared/query/index.ts';
import type { IndexView } from './index-view.ts';
import { namesOfLanguage } from './query/index.ts';

const most = 12;

/** What could stand at `cursor` (a character offset of `text`), likeliest first. */
export function completionsFor(text: string, cursor: number, view: IndexView): Completion[] {
  const token = tokenBefore(text, cursor);
  if (token === null) return [];
  if (token.type === 'filter') {
    const kind: FilterValue = filters[token.name].value;
    const written = text.slice(token.valueStart, cursor);
    // Of a qualified name the last part is completed.
    const kept = kind === 'symbol' ? (/^.*(?:::|->|[.#])/.exec(written)?.[0] ?? '') : '';
    const start = token.valueStart + kept.length;
    const value = written.slice(kept.length).replace(/^"/, '');
    return valuesOf[kind](value, view).map(({ label, detail, kind }) => ({
      insert: quotedIfNeeded(label),
      label,
      detail,
      kind,
      start,
      end: cursor,
    }));
  }
  if (token.type === 'phrase') return [];
  return namesLike(text.slice(token.start, cursor), { start: token.start, end: cursor, view });
}

/** Filters and symbols that begin as typed. */
function namesLike(typed: string, { start, end, view }: { start: number; end: number; view: IndexView }): Completion[] {
  const negation = typed.startsWith('-') ? '-' : '';
  const bare = typed.slice(negation.length);
  const named = filterNames.filter(
    (known) => known.startsWith(bare.toLowerCase()) && (negation === '' || filters[known].negatable),
  );
  const offered = named.map((known): Completion => {
    const label = `${negation}${known}:`;
    return { insert: label, label, detail: filters[known].help, kind: 'filter', start, end };
  });
  if (negation !== '' || bare.length < 2) return offered;
  const symbols = symbolsLike(bare, view, most - offered.length);
  return [
    ...offered,
    ...symbols.map(({ label, detail, kind }) => ({ insert: label, label, detail, kind, start, end })),
  ];
}

type Value = Pick<Completion, 'label' | 'detail' | 'kind'>;

/** What may be the value of a filter, by what it is. */
const valuesOf: { readonly [Kind in FilterValue]: (typed: string, view: IndexView) => Value[] } = {
  language: (typed, view) => languagesLike(typed.toLowerCase(), view),
  path: (typed, view) => pathsLike(typed.toLowerCase(), 'path', view),
  file: (typed, view) => pathsLike(typed.toLowerCase(), 'file', view),
  symbol: (typed, view) => symbolsLike(typed, view, most),
  kind: (typed) =>
    chunkKinds
      .filter((kind) => kind.startsWith(typed.toLowerCase()))
      .map((label) => ({ label, detail: null, kind: 'kind' })),
  date: (typed) =>
    ['today', 'yesterday', '1w', '1m', '3m', '1y']
      .filter((date) => date.startsWith(typed.toLowerCase()))
      .map((label) => ({ label, detail: null, kind: 'date' })),
  person: (typed, view) => authorsLike(typed.toLowerCase(), view),
  commit: () => [],
};

function authorsLike(lower: string, view: IndexView): Value[] {
  return view.stored.blame
    .authors()
    .filter(({ name, email }) => name.toLowerCase().includes(lower) || email.toLowerCase().startsWith(lower))
    .slice(0, most)
    .map(({ name, email }) => ({ label: name, detail: email, kind: 'author' }));
}

function languagesLike(lower: string, view: IndexView): Value[] {
  return view.stored.sets
    .languages()
    .filter(({ language }) => namesOfLanguage(language).some((name) => name.startsWith(lower)))
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
  return view.stored.symbols
    .startingWith(typed, count)
    .map((row) => ({ label: row.name, detail: row.kind, kind: 'symbol' }));
}

const quotedIfNeeded = (value: string): string => (/\s/.test(value) ? `"${value}"` : value);
