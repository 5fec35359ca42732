import type { Mark, SnippetLine } from '../../../shared/contract/search.ts';
import { stemOf } from '../../text/stem.ts';

/** What is marked in a snippet. */
export interface SnippetQuery {
  /** Terms of the query with how much each counts; parts and wholes alike. */
  readonly terms: ReadonlyMap<string, number>;
  /** Quoted texts, lower case. */
  readonly phrases: readonly string[];
  /** Matches every word that may hold a term, and few others: stemming leaves the first two letters as they are. */
  readonly mayHold: RegExp;
  /** What is marked in a word, by the word as written: code repeats its words, and results share them. */
  readonly known: Map<string, readonly WordMark[]>;
}

/** A mark within one word, with the stem that it counts as and how much. */
interface WordMark {
  readonly start: number;
  readonly end: number;
  readonly stem: string;
  readonly weight: number;
}

/** Lines of a snippet; a chunk that is not longer is shown whole. */
const mostLines = 10;
/** Longer lines are cut on both sides of the first mark. */
const mostCharacters = 400;

const wordOrPart = /\p{Lu}+(?!\p{Ll})|\p{Lu}?[\p{Ll}\p{M}]+|\p{N}+|[\p{L}\p{M}]+/gu;
const wholeWord = /[\p{L}\p{N}_$][\p{L}\p{M}\p{N}_$]*/gu;
// oxlint-disable-next-line no-control-regex -- the range of ASCII is meant
const beyondAscii = /[^\x00-\x7f]/;

/** 1 for letters, digits, `_` and `$`, by character code. */
const inAsciiWord = Uint8Array.from({ length: 128 }, (_, code) =>
  /[A-Za-z0-9_$]/.test(String.fromCharCode(code)) ? 1 : 0,
);
/** Nothing is marked in longer lines: they are data. */
const mostMarked = 20_000;

/** The query as snippets need it: stems of its terms, so that `routes` marks `route`. */
export function snippetQuery(terms: Iterable<readonly [string, number]>, phrases: readonly string[]): SnippetQuery {
  const stems = new Map<string, number>();
  for (const [term, weight] of terms) {
    stems.set(term, weight);
    stems.set(stemOf(term), weight);
  }
  const starts = new Set(
    [...stems.keys()].map((term) => term.slice(0, 2).replace(/[^\p{L}\p{N}\p{M}]/gu, String.raw`\$&`)),
  );
  return {
    terms: stems,
    phrases: phrases.map((phrase) => phrase.toLowerCase()),
    mayHold: starts.size === 0 ? /(?!)/ : new RegExp([...starts].join('|')),
    known: new Map(),
  };
}

/**
 * The run of lines that answers best, with what matched marked. `firstLine` is the number of `lines[0]`; `focus` that of a line
 * which has to be among them.
 */
export function makeSnippet(
  lines: readonly string[],
  { firstLine, focus = null }: { readonly firstLine: number; readonly focus?: number | null },
  query: SnippetQuery,
): SnippetLine[] {
  const marked = lines.map((text) => findMarks(text, query));
  const start =
    focus === null
      ? bestWindow(
          marked.map((line) => line.found),
          lines,
        )
      : windowAround(focus - firstLine, lines.length);
  return lines.slice(start, start + mostLines).map((text, i) => {
    const marks = marked[start + i]?.marks ?? [];
    const shown = cut(text, marks);
    return { line: firstLine + start + i, text: shown.text, marks: shown.marks };
  });
}

/** The window with the line at `index` in its middle. */
const windowAround = (index: number, count: number): number =>
  Math.max(0, Math.min(index - mostLines / 2, count - mostLines));

/** Where the lines with the most, rarest and most different terms are; the first lines when nothing tells them apart. */
function bestWindow(found: readonly ReadonlyMap<string, number>[], lines: readonly string[]): number {
  if (lines.length <= mostLines) return 0;
  let best = 0;
  let bestScore = -1;
  for (let start = 0; start + mostLines <= lines.length; start += 1) {
    const terms = new Map<string, number>();
    let repeats = 0;
    for (const line of found.slice(start, start + mostLines)) {
      for (const [term, weight] of line) {
        if (terms.has(term)) repeats += weight * 0.1;
        else terms.set(term, weight);
      }
    }
    const sum = [...terms.values()].reduce((total, weight) => total + weight, repeats);
    // The first lines name what is shown: they win where the rest is hardly better.
    const score = start === 0 ? sum * 1.25 + 0.01 : sum;
    if (score > bestScore) {
      best = start;
      bestScore = score;
    }
  }
  return best;
}

function findMarks(text: string, query: SnippetQuery): { marks: Mark[]; found: Map<string, number> } {
  const marks: Mark[] = [];
  const found = new Map<string, number>();
  const lower = query.phrases.length > 0 ? text.toLowerCase() : '';
  for (const phrase of query.phrases) {
    if (phrase === '') continue;
    for (let at = lower.indexOf(phrase); at >= 0; at = lower.indexOf(phrase, at + phrase.length)) {
      marks.push({ start: at, end: at + phrase.length });
      found.set(phrase, 5);
    }
  }
  const mark = (word: string, at: number): void => {
    let inWord = query.known.get(word);
    if (inWord === undefined) {
      inWord = marksIn(word, query);
      query.known.set(word, inWord);
    }
    for (const { start, end, stem, weight } of inWord) {
      marks.push({ start: at + start, end: at + end });
      found.set(stem, weight);
    }
  };
  if (text.length <= mostMarked) forEachWord(text, mark);
  return { marks: marks.length < 2 ? marks : merge(marks), found };
}

/** Words of ASCII are found letter by letter, several times as fast as by a pattern. */
function forEachWord(text: string, take: (word: string, at: number) => void): void {
  if (beyondAscii.test(text)) {
    for (const { 0: word, index } of text.matchAll(wholeWord)) take(word, index);
    return;
  }
  let start = -1;
  for (let i = 0; i <= text.length; i += 1) {
    const isInWord = i < text.length && inAsciiWord[text.charCodeAt(i)] === 1;
    if (isInWord && start < 0) start = i;
    else if (!isInWord && start >= 0) {
      take(text.slice(start, i), start);
      start = -1;
    }
  }
}

/** The whole word when it is asked for, else those of its parts that are. */
function marksIn(word: string, query: SnippetQuery): WordMark[] {
  const inLowerCase = word.toLowerCase();
  const whole = word.includes('_') || word.includes('$') ? inLowerCase.replaceAll(/[_$]/g, '') : inLowerCase;
  if (!query.mayHold.test(inLowerCase) && (whole === inLowerCase || !query.mayHold.test(whole))) return [];
  const weight = weightOf(whole, query);
  if (weight > 0) return [{ start: 0, end: word.length, stem: stemOf(whole), weight }];
  const marks: WordMark[] = [];
  for (const { 0: part, index } of word.matchAll(wordOrPart)) {
    const lower = part.toLowerCase();
    const partWeight = part.length === word.length ? 0 : weightOf(lower, query);
    if (partWeight > 0) marks.push({ start: index, end: index + part.length, stem: stemOf(lower), weight: partWeight });
  }
  return marks;
}

const weightOf = (word: string, { terms }: SnippetQuery): number => terms.get(word) ?? terms.get(stemOf(word)) ?? 0;

function merge(marks: Mark[]): Mark[] {
  const sorted = marks.sort((a, b) => a.start - b.start || b.end - a.end);
  const merged: Mark[] = [];
  for (const mark of sorted) {
    const last = merged.at(-1);
    if (last !== undefined && mark.start <= last.end)
      merged[merged.length - 1] = { start: last.start, end: Math.max(last.end, mark.end) };
    else merged.push(mark);
  }
  return merged;
}

function cut(text: string, marks: readonly Mark[]): { text: string; marks: Mark[] } {
  if (text.length <= mostCharacters) return { text, marks: [...marks] };
  const from = Math.max(0, Math.min((marks[0]?.start ?? 0) - 80, text.length - mostCharacters));
  const shown = text.slice(from, from + mostCharacters);
  return {
    text: shown,
    marks: marks
      .map((mark) => ({ start: Math.max(0, mark.start - from), end: Math.min(shown.length, mark.end - from) }))
      .filter((mark) => mark.start < mark.end),
  };
}
