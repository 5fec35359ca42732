import type { Mark, SnippetLine } from '../../../shared/contract/search.ts';
import { stemOf } from '../../text/stem.ts';

/** What is marked in a snippet. */
export interface SnippetQuery {
  /** Terms of the query with how much each counts; parts and wholes alike. */
  readonly terms: ReadonlyMap<string, number>;
  /** Quoted texts, lower case. */
  readonly phrases: readonly string[];
}

/** Lines of a snippet; a chunk that is not longer is shown whole. */
const mostLines = 10;
/** Longer lines are cut on both sides of the first mark. */
const mostCharacters = 400;

const wordOrPart = /\p{Lu}+(?!\p{Ll})|\p{Lu}?[\p{Ll}\p{M}]+|\p{N}+|[\p{L}\p{M}]+/gu;
const wholeWord = /[\p{L}\p{N}_$][\p{L}\p{M}\p{N}_$]*/gu;

/** The query as snippets need it: stems of its terms, so that `routes` marks `route`. */
export function snippetQuery(terms: Iterable<readonly [string, number]>, phrases: readonly string[]): SnippetQuery {
  const stems = new Map<string, number>();
  for (const [term, weight] of terms) {
    stems.set(term, weight);
    stems.set(stemOf(term), weight);
  }
  return { terms: stems, phrases: phrases.map((phrase) => phrase.toLowerCase()) };
}

/** The run of lines that answers best, with what matched marked. `firstLine` is the number of `lines[0]`. */
export function makeSnippet(lines: readonly string[], firstLine: number, query: SnippetQuery): SnippetLine[] {
  const marked = lines.map((text) => findMarks(text, query));
  const start = bestWindow(
    marked.map((line) => line.found),
    lines,
  );
  return lines.slice(start, start + mostLines).map((text, i) => {
    const marks = marked[start + i]?.marks ?? [];
    const shown = cut(text, marks);
    return { line: firstLine + start + i, text: shown.text, marks: shown.marks };
  });
}

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
  const lower = text.toLowerCase();
  for (const phrase of query.phrases) {
    if (phrase === '') continue;
    for (let at = lower.indexOf(phrase); at >= 0; at = lower.indexOf(phrase, at + phrase.length)) {
      marks.push({ start: at, end: at + phrase.length });
      found.set(phrase, 5);
    }
  }
  for (const word of text.length > 20_000 ? [] : text.matchAll(wholeWord)) {
    const whole = word[0].toLowerCase().replace(/[_$]/g, '');
    const weight = weightOf(whole, query);
    if (weight > 0) {
      marks.push({ start: word.index, end: word.index + word[0].length });
      found.set(stemOf(whole), weight);
      continue;
    }
    for (const part of word[0].matchAll(wordOrPart)) {
      const partWeight = part[0].length === word[0].length ? 0 : weightOf(part[0].toLowerCase(), query);
      if (partWeight <= 0) continue;
      marks.push({ start: word.index + part.index, end: word.index + part.index + part[0].length });
      found.set(stemOf(part[0].toLowerCase()), partWeight);
    }
  }
  return { marks: merge(marks), found };
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
