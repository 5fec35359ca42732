import type { Reason } from '../../../shared/contract/search.ts';
import type { ChunkRow, FileRow, NameParts } from '../retrieval/chunk-rows.ts';
import type { Features } from './weights.ts';
import { splitIdentifier } from '../../text/identifiers.ts';
import type { NamedSymbol, Understanding } from '../query/understand.ts';

/** A content word of the query as ranking compares it. */
export interface WeightedWord {
  readonly whole: string;
  readonly parts: readonly string[];
  readonly stem: string;
  readonly partStems: readonly string[];
  /** Inverse document frequency, shares of the query's sum. */
  readonly share: number;
}

export interface Candidate {
  readonly chunk: ChunkRow;
  /** Name of what the chunk defines of the query; null for none. */
  readonly defines: string | null;
  readonly keywordRank: number | null;
  readonly meaningRank: number | null;
  readonly features: Features;
  /** What puts it before all that is only weighed; null for nothing. */
  readonly lift: Lift | null;
}

/** A reason that no sum of features outvotes. */
export interface Lift {
  readonly kind: Reason['kind'];
  readonly text: string;
  /** Added to the score, whatever the kind and role. */
  readonly effect: number;
  /** The line that is asked for; null for none. */
  readonly line: number | null;
}

/** How much of the query's weight is in a name; a whole word written together counts as well. */
export function covered(words: readonly WeightedWord[], name: NameParts): number {
  if (name.parts.length === 0) return 0;
  let sum = 0;
  for (const word of words) {
    if (word.whole === name.whole || name.stems.includes(word.stem)) sum += word.share;
    else if (word.partStems.length > 1) {
      const hits = word.partStems.filter((stem) => name.stems.includes(stem)).length;
      sum += (word.share * hits) / word.partStems.length;
    } else if (word.whole.length > 3 && name.whole.includes(word.whole)) sum += word.share * 0.5;
  }
  return sum;
}

/** How much of a name's parts the query mentions. */
function shareMentioned(words: readonly WeightedWord[], name: NameParts): number {
  if (name.parts.length === 0) return 0;
  let mentioned = 0;
  for (const [i, stem] of name.stems.entries()) {
    const part = name.parts[i] ?? '';
    if (words.some((word) => word.stem === stem || word.parts.includes(part))) mentioned += 1;
  }
  return mentioned / name.parts.length;
}

const typeKinds: ReadonlySet<string> = new Set(['class', 'interface', 'type', 'enum', 'module']);

/** A symbol that the query names, as it is compared with those of every candidate. */
export interface SoughtSymbol extends NamedSymbol {
  /** Lower case, without `_`: how definitions are compared. */
  readonly whole: string;
  /** Types are what people name with a capital. */
  readonly isCapital: boolean;
}

export const soughtSymbols = (symbols: readonly NamedSymbol[]): SoughtSymbol[] =>
  symbols
    .map((symbol) => ({
      ...symbol,
      whole: splitIdentifier(symbol.name).join(''),
      isCapital: /^\p{Lu}/u.test(symbol.name),
    }))
    .filter(({ whole }) => whole !== '');

/** How surely the chunk defines a symbol that the query names, 0 to 1, and its name as it is written there. */
export function definitionOf(
  symbols: readonly SoughtSymbol[],
  chunk: ChunkRow,
): { readonly value: number; readonly name: string | null } {
  let best = 0;
  let name: string | null = null;
  for (const symbol of symbols) {
    for (const [i, defined] of chunk.symbols.entries()) {
      if (defined.whole !== symbol.whole) continue;
      let value = symbol.certainty;
      if (defined.name !== symbol.name) value *= 0.8;
      // `Request` is more than a method `request`.
      if (symbol.isCapital && !typeKinds.has(defined.kind)) value *= 0.7;
      if (symbol.qualifiers.length > 0 && !qualifiersFit(symbol, chunk)) value *= 0.5;
      if (i > 0) value *= 0.95;
      if (value > best) [best, name] = [value, defined.name];
    }
  }
  return { value: best, name };
}

function qualifiersFit(symbol: NamedSymbol, chunk: ChunkRow): boolean {
  const last = splitIdentifier(symbol.qualifiers.at(-1) ?? '').join('');
  const { file } = chunk;
  return (
    chunk.enclosing.some((name) => splitIdentifier(name).join('') === last) ||
    file.stem.whole === last ||
    file.stem.parts.includes(last) ||
    chunk.symbols.some((other) => other.whole === last) ||
    file.folders.some((folder) => folder.whole === last || folder.parts.includes(last))
  );
}

/** Features that rest on names and paths. */
export function nameFeatures(
  understanding: Understanding,
  words: readonly WeightedWord[],
  { chunk, definition }: { chunk: ChunkRow; definition: number },
): Pick<Features, 'definition' | 'names' | 'enclosing' | 'stem' | 'stemExact' | 'folders'> {
  let names = 0;
  for (const symbol of chunk.symbols) {
    const recall = covered(words, symbol);
    if (recall > 0) names = Math.max(names, recall * (0.5 + 0.5 * shareMentioned(words, symbol)));
  }
  return {
    definition: Math.max(definition, isFileNamed(understanding, chunk.file) ? 0.8 : 0),
    names,
    enclosing: covered(words, chunk.around),
    ...pathFeatures(understanding, words, chunk.file),
  };
}

/** True when the query is this file's name or the end of its path, and nothing else. */
export function isFileNamed({ kind, text, paths }: Understanding, file: FileRow): boolean {
  if (kind !== 'path' && kind !== 'symbol') return false;
  const path = file.path.toLowerCase();
  const bare = path.replace(/(?<=[^/])\.[^./]*$/, '');
  const ends = (wanted: string): boolean => [path, bare].some((full) => full === wanted || full.endsWith(`/${wanted}`));
  return paths.some(ends) || ends(text.trim().toLowerCase()) || file.stem.whole === splitIdentifier(text).join('');
}

function pathFeatures(
  understanding: Understanding,
  words: readonly WeightedWord[],
  file: FileRow,
): Pick<Features, 'stem' | 'stemExact' | 'folders'> {
  const path = file.path.toLowerCase();
  const named = understanding.paths.some(
    (wanted) => path === wanted || path.endsWith(`/${wanted}`) || path.includes(wanted),
  );
  const stem = covered(words, file.stem);
  return {
    stem: named ? 1 : stem,
    stemExact: named ? 1 : stem > 0 ? shareMentioned(words, file.stem) : 0,
    folders: covered(words, file.nearest),
  };
}
