import type { Cancellation } from '../cancellation.ts';
import { termsOfWord, wordsOf } from '../../text/identifiers.ts';
import { sameLetters, sameText } from '../query/fold.ts';
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

/** ms over the budget after which an expression is taken for one that will not come back. */
const stuckMs = 2000;

/** Chunks whose text holds a phrase: letters of either case, runs of white space alike. */
export function phraseChunks({ text, raw }: Phrase, scope: ContentScope): ChunkSet {
  const set = chunksWithText(text, scope);
  // `\"` may be an escape of the query, or what the code holds.
  return raw === text || set.includes(1) ? set : chunksWithText(raw, scope);
}

interface Phrase {
  readonly text: string;
  readonly raw: string;
}

function chunksWithText(phrase: string, scope: ContentScope): ChunkSet {
  const wanted = sameText(phrase).trim();
  const longest = wanted.split(' ').reduce((best, word) => (word.length > best.length ? word : best), '');
  // Folding white space costs more than looking for a word: most texts are out before it.
  const holds = (text: string): boolean => sameLetters(text).includes(longest) && sameText(text).includes(wanted);
  const terms = [...new Set(wordsOf(phrase).flatMap(termsOfWord))];
  const byWords = terms.length > 0 ? verified(scope.from.keyword.holdingAll(terms), scope, { holds }) : null;
  // A phrase may begin or end inside a word, which the index does not know: then the texts themselves are read.
  return byWords?.includes(1) ? byWords : verified(null, scope, { holds, wholeFileTells: true });
}

/** Chunks whose text a regular expression matches. */
export function regexChunks(pattern: RegExp, scope: ContentScope): ChunkSet {
  const literals = wholeWordsOf(pattern.source);
  const terms = [...new Set(literals.flatMap(termsOfWord))];
  const candidates = terms.length > 0 ? scope.from.keyword.holdingAll(terms) : null;
  // One text alone may keep an expression busy for ever, where nothing can be looked at any more.
  scope.cancellation.limit?.(budgetMs + stuckMs);
  try {
    return verified(candidates, scope, {
      holds: (text) => pattern.test(text),
      wholeFileTells: !looksAround(pattern.source),
    });
  } finally {
    scope.cancellation.limit?.(null);
  }
}

/** Whether what an expression matches depends on where a text begins and ends, or on what is beside the match. */
const looksAround = (source: string): boolean => /[\^$]|\(\?(?:[=!]|<[=!])/.test(source.replaceAll('[^', '['));

/** Words that any match must hold as whole words; none where the expression has alternatives or groups. */
function wholeWordsOf(source: string): string[] {
  if (/[|(]/.test(source)) return [];
  const literal = source.replace(/\\[sSbB](?:[*+?]|\{[^}]*\})?/g, ' ').replace(/\\[^\w\s]/g, ' ');
  const words: string[] = [];
  for (const match of literal.matchAll(/(?<=^|[\s"'`;,:=<>/])[A-Za-z0-9_]+(?=$|[\s"'`;,:=<>/])/g)) words.push(match[0]);
  return words;
}

interface Check {
  readonly holds: (text: string) => boolean;
  /** No chunk of a file holds what the whole file does not: files are then looked at first, their chunks only where they hold it. */
  readonly wholeFileTells?: boolean;
}

function verified(
  candidates: Iterable<number> | null,
  { from, within, cancellation, notes }: ContentScope,
  { holds, wholeFileTells = false }: Check,
): ChunkSet {
  const set = from.sets.empty();
  const until = performance.now() + budgetMs;
  const fileHolds = new Map<number, boolean>();
  let read = 0;
  for (const id of candidates === null ? idsOf(within ?? from.sets.all()) : [...candidates]) {
    if (within !== null && within[id] !== 1) continue;
    const file = from.sets.fileOfChunk[id] ?? 0;
    if (fileHolds.get(file) === false) continue;
    read += 1;
    if (read % 64 === 0) {
      cancellation.throwIfCancelled();
      if (performance.now() > until) {
        notes.add(
          'There is more text than could be read in time: narrow the search with path: or lang: to see the rest.',
        );
        break;
      }
    }
    if (wholeFileTells && !fileHolds.has(file)) {
      fileHolds.set(file, holds(from.texts.whole(file)));
      if (fileHolds.get(file) === false) continue;
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
