import { assertNever } from '../../../shared/assert-never.ts';
import type { Cancellation } from '../cancellation.ts';
import type { BlameCondition } from '../../store/blame-filter.ts';
import type { SearchReader } from '../../store/index.ts';
import { type Condition, type ConditionGroup, qualifiedParts } from '../query/index.ts';
import type { ChunkRow, ChunkRows } from '../retrieval/chunk-rows.ts';
import type { KeywordRetrieval } from '../retrieval/keyword-retrieval.ts';
import type { SourceTexts } from '../retrieval/source-texts.ts';
import { type ChunkSet, type ChunkSets, idsOf, intersect, unite } from './chunk-set.ts';
import { phraseChunks, regexChunks } from './content.ts';
import { whyEmpty } from './why-empty.ts';

export interface FilterSources {
  readonly stored: Pick<SearchReader, 'sets' | 'symbols' | 'blame'>;
  readonly sets: ChunkSets;
  readonly rows: ChunkRows;
  readonly keyword: KeywordRetrieval;
  readonly texts: SourceTexts;
  /** Chunks by author, date or commit; null while that is not known. */
  readonly byBlame: (condition: BlameCondition) => ChunkSet | null;
}

export interface Filtered {
  /** Null when nothing was demanded. */
  readonly allowed: ChunkSet | null;
  /** What could not be done, or not to the end, in words. */
  readonly notes: readonly string[];
}

const cost = (group: ConditionGroup): number => (group.some((condition) => contentTypes.has(condition.type)) ? 1 : 0);

const contentTypes: ReadonlySet<Condition['type']> = new Set(['phrase', 'regex']);

/** Chunks that hold every group's demand. Those on files and names come first, so that fewer texts need reading. */
export function applyConditions(
  groups: readonly ConditionGroup[],
  from: FilterSources,
  cancellation: Cancellation,
): Filtered {
  const notes = new Set<string>();
  let allowed: ChunkSet | null = null;
  for (const group of [...groups].sort((a, b) => cost(a) - cost(b))) {
    let either: ChunkSet | null = null;
    for (const condition of group) {
      cancellation.throwIfCancelled();
      const set = conditionSet(condition, { from, within: allowed, cancellation, notes });
      if (set !== null) either = either === null ? set : unite(either, set);
    }
    if (either === null) continue;
    if (!either.includes(1)) for (const note of whyEmpty(group, from, { narrowed: allowed !== null })) notes.add(note);
    const both: ChunkSet = allowed === null ? either : intersect(allowed, either);
    if (!both.includes(1) && either.includes(1) && allowed?.includes(1) === true) notes.add(noneTogether);
    allowed = both;
  }
  return { allowed, notes: [...notes] };
}

const noneTogether = 'Each filter leaves something, but no place meets all of them.';

interface Scope {
  readonly from: FilterSources;
  /** Only these matter; null for all. */
  readonly within: ChunkSet | null;
  readonly cancellation: Cancellation;
  readonly notes: Set<string>;
}

function conditionSet(condition: Condition, scope: Scope): ChunkSet | null {
  const { from, within } = scope;
  const set = positiveSet(condition, scope);
  if (set === null || !condition.negated) return set;
  const all = within ?? from.sets.all();
  return all.map((flag, id) => (set[id] === 1 ? 0 : flag));
}

function positiveSet(condition: Condition, scope: Scope): ChunkSet | null {
  const { sets, stored } = scope.from;
  switch (condition.type) {
    case 'lang':
      return sets.ofFiles((file) => file.language === condition.language);
    case 'path':
    case 'file':
      return sets.ofFiles((file) => condition.matches(file.path));
    case 'kind':
      return sets.ofIds(stored.sets.ofKind(condition.kind));
    case 'symbol':
      return symbolChunks(condition, scope.from);
    case 'phrase':
      return phraseChunks(condition, scope);
    case 'regex':
      return regexChunks(condition.pattern, scope);
    case 'author':
    case 'after':
    case 'before':
    case 'commit': {
      const set = scope.from.byBlame(condition);
      if (set === null) {
        scope.notes.add(
          `Nothing is known of authors and dates: “${condition.type}:” was left out. They are read in the background where there is a git history.`,
        );
      }
      return set;
    }
    default:
      return assertNever(condition);
  }
}

function symbolChunks(condition: Condition & { type: 'symbol' }, { stored, sets, rows }: FilterSources): ChunkSet {
  const set = sets.empty();
  for (const name of stored.symbols.names()) {
    if (!condition.matches(name)) continue;
    for (const id of stored.symbols.holders(name)) {
      if (condition.around.length === 0 || isWithin(condition, { name, chunk: rows.chunk(id) })) set[id] = 1;
    }
  }
  return set;
}

const holdingKinds: ReadonlySet<string> = new Set(['class', 'interface', 'type', 'enum', 'module']);

/** What a name may be qualified with: enclosing names, types of the same chunk, its file and folder, its own first parts. */
function isWithin(
  { around }: Condition & { type: 'symbol' },
  { name, chunk }: { name: string; chunk: ChunkRow | null },
): boolean {
  if (chunk === null) return false;
  const steps = chunk.file.path.split('/').slice(-2);
  const types = chunk.symbols.filter((symbol) => symbol.name !== name && holdingKinds.has(symbol.kind));
  const names = [...chunk.enclosing, ...types.map((type) => type.name), ...steps, ...qualifiedParts(name).slice(0, -1)];
  return around.every((fits) => names.some(fits));
}

export { idsOf };
