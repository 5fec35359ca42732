/** What a filter's value is: decides how it is completed. */
export type FilterValue = 'language' | 'path' | 'file' | 'symbol' | 'kind' | 'person' | 'date' | 'commit';

/** What a filter rests on: the files themselves, or blame, which is computed after indexing. */
export type FilterBasis = 'files' | 'blame';

export interface FilterDefinition {
  /** Other names that may stand before the colon. */
  readonly aliases: readonly string[];
  readonly value: FilterValue;
  readonly rests: FilterBasis;
  /** What the filter given twice means: either value, or both. */
  readonly repeats: 'either' | 'both';
  /** Whether a `-` before it turns it round. */
  readonly negatable: boolean;
  /** What it demands, in a few words: shown where filters are offered. */
  readonly help: string;
  /** As they stand in the documentation, with what each gives. */
  readonly usage: readonly { readonly examples: readonly string[]; readonly gives: string }[];
}

/**
 * The filters of the query language, in the order in which they are offered. This table is the one list of them: reading a
 * query, completion, chips, help and documentation follow it, and the evaluator of each (engine, `search/query/conditions.ts`)
 * is demanded by its type.
 */
export const filters = {
  lang: {
    aliases: [],
    value: 'language',
    rests: 'files',
    repeats: 'either',
    negatable: true,
    help: 'language',
    usage: [{ examples: ['lang:ts'], gives: 'files of a language, by name, alias or extension' }],
  },
  path: {
    aliases: [],
    value: 'path',
    rests: 'files',
    repeats: 'either',
    negatable: true,
    help: 'part of the path, or a glob',
    usage: [{ examples: ['path:src/engine', 'path:src/**/*.ts'], gives: 'part of the path, or a glob' }],
  },
  file: {
    aliases: [],
    value: 'file',
    rests: 'files',
    repeats: 'either',
    negatable: true,
    help: 'part of the file name, or a glob',
    usage: [{ examples: ['file:open', 'file:*.md'], gives: 'part of the file name, or a glob' }],
  },
  symbol: {
    aliases: [],
    value: 'symbol',
    rests: 'files',
    repeats: 'either',
    negatable: true,
    help: 'name that is defined',
    usage: [
      {
        examples: ['symbol:open', 'symbol:*Query'],
        gives: 'chunks that define a name that holds this; `*` stands for anything',
      },
      {
        examples: ['symbol:Store.open', 'symbol:Store::open', 'symbol:store->open', 'symbol:Store#op'],
        gives: 'the same within a class, module, file or folder of that name, whole or in part',
      },
    ],
  },
  kind: {
    aliases: [],
    value: 'kind',
    rests: 'files',
    repeats: 'either',
    negatable: true,
    help: 'function, class, type …',
    usage: [
      {
        examples: ['kind:class'],
        gives: 'function, method, class, interface, type, enum, module, constant, section, block, window',
      },
    ],
  },
  author: {
    aliases: [],
    value: 'person',
    rests: 'blame',
    repeats: 'either',
    negatable: true,
    help: 'who wrote the lines',
    usage: [{ examples: ['author:ada'], gives: 'chunks with a line by this author: part of name or address' }],
  },
  after: {
    aliases: ['since'],
    value: 'date',
    rests: 'blame',
    repeats: 'both',
    negatable: true,
    help: 'lines changed since a date',
    usage: [
      {
        examples: ['after:2024-05', 'before:2w'],
        gives: 'by the newest line: `2024`, `2024-05`, `2024-05-31`, `today`, `yesterday`, `3d`, `2w`, `6m`, `1y`',
      },
    ],
  },
  before: {
    aliases: ['until'],
    value: 'date',
    rests: 'blame',
    repeats: 'both',
    negatable: true,
    help: 'lines changed before a date',
    usage: [],
  },
  commit: {
    aliases: [],
    value: 'commit',
    rests: 'blame',
    repeats: 'either',
    negatable: true,
    help: 'commit that the lines come from',
    usage: [{ examples: ['commit:1a2b3c4'], gives: 'chunks with a line from this commit (at least 4 digits)' }],
  },
} as const satisfies Readonly<Record<string, FilterDefinition>>;

export type FilterName = keyof typeof filters;

export const isFilterName = (name: string): name is FilterName => Object.hasOwn(filters, name);

export const filterNames: readonly FilterName[] = Object.keys(filters).filter(isFilterName);

/** The name of a filter and its aliases. */
export function namesOf(name: FilterName): readonly string[] {
  const { aliases }: FilterDefinition = filters[name];
  return [name, ...aliases];
}

const byAnyName: ReadonlyMap<string, FilterName> = new Map(
  filterNames.flatMap((name) => namesOf(name).map((written) => [written, name] as const)),
);

/** The filter that a name or alias before a colon stands for; null for none. */
export const filterNamed = (written: string): FilterName | null => byAnyName.get(written) ?? null;

/** A filter's row of the table, with its type widened. */
export const definitionOf = (name: FilterName): FilterDefinition => filters[name];
