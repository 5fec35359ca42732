import type { Cancellation } from '../cancellation.ts';
import { termsOfWord, wordsOf } from '../../text/identifiers.ts';
import type { ChunkRows } from '../retrieval/chunk-rows.ts';
import type { SourceTexts } from '../retrieval/source-texts.ts';
import type { FilterSources } from './apply.ts';
import { type ChunkSet, idsOf } from './chunk-set.ts';

interface ContentScope {
  readonly from: FilterSources;
  readonly within: ChunkSet | null;
  readonly cancellation: Cancellation;
  readonly notes: Set<string>;
}

/** Reading texts ends after this long, and the person is told. */
const budgetMs = 1500;

/** Chunks whose text holds a phrase: letters of either case, runs of white space alike. */
export function phraseChunks(phrase: string, scope: ContentScope): ChunkSet {
  const wanted = folded(phrase);
  const holds = (text: string): boolean => folded(text).includes(wanted);
  const terms = [...new Set(wordsOf(phrase).flatMap(termsOfWord))];
  const byWords = terms.length > 0 ? verified(scope.from.keyword.holdingAll(terms), scope, holds) : null;
  // A phrase may begin or end inside a word, which the index does not know: then the texts themselves are read.
  return byWords?.includes(1) ? byWords : verified(null, scope, holds);
}

/** Chunks whose text a regular expression matches. */
export function regexChunks(pattern: RegExp, scope: ContentScope): ChunkSet {
  const literals = wholeWordsOf(pattern.source);
  const terms = [...new Set(literals.flatMap(termsOfWord))];
  const candidates = terms.length > 0 ? scope.from.keyword.holdingAll(terms) : null;
  return verified(candidates, scope, (text) => pattern.test(text));
}

const folded = (text: string): string => text.toLowerCase().replace(/\s+/g, ' ');

/** Words that any match must hold as whole words; none where the expression has alternatives or groups. */
function wholeWordsOf(source: string): string[] {
  if (/[|(]/.test(source)) return [];
  const literal = source.replace(/\\[sSbB](?:[*+?]|\{[^}]*\})?/g, ' ').replace(/\\[^\w\s]/g, ' ');
  const words: string[] = [];
  for (const match of literal.matchAll(/(?<=^|[\s"'`;,:=<>/])[A-Za-z0-9_]+(?=$|[\s"'`;,:=<>/])/g)) words.push(match[0]);
  return words;
}

function verified(
  candidates: Iterable<number> | null,
  { from, within, cancellation, notes }: ContentScope,
  holds: (text: string) => boolean,
): ChunkSet {
  const set = from.sets.empty();
  const until = performance.now() + budgetMs;
  let seen = 0;
  for (const id of candidates === null ? idsOf(within ?? from.sets.all()) : [...candidates]) {
    if (within !== null && within[id] !== 1) continue;
    seen += 1;
    if (seen % 64 === 0) {
      cancellation.throwIfCancelled();
      if (performance.now() > until) {
        notes.add(
          'There is more text than could be read in time: narrow the search with path: or lang: to see the rest.',
        );
        break;
      }
    }
    const text = textOf(id, from.rows, from.texts);
    if (text !== null && holds(text)) set[id] = 1;
  }
  return set;
}

function textOf(chunkId: number, rows: ChunkRows, texts: SourceTexts): string | null {
  const chunk = rows.chunk(chunkId);
  return chunk === null ? null : texts.lines(chunk.file.id, chunk.startLine, chunk.endLine).join('\n');
}
