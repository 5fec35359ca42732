import { type Change, compareLines } from '../line-diff/compare.ts';
import { cutLines, LineTable, type LinedText, type TokenizedText } from '../line-diff/tokens.ts';
import { moveUntouched } from '../line-diff/untouched.ts';
import { ByteCache } from '../objects/byte-cache.ts';
import type { History } from './history.ts';
import { divide, mergeSpans, type Span } from './spans.ts';

const textCacheBytes = 24 * 1024 * 1024;
/** The table of lines is begun anew when it holds this many, so that a walk over thousands of files stays small. */
const linesKept = 200_000;

interface Kept {
  readonly text: LinedText;
  /** With the lines' ids, once a comparison needed them. */
  tokens: TokenizedText | null;
  readonly length: number;
}

/** The texts that a walk over the history compares, each read and cut into lines once. */
export class TextVersions {
  readonly #history: History;
  readonly #ignoreWhitespace: boolean;
  #lines: LineTable;
  readonly #kept = new ByteCache<string, Kept>(textCacheBytes);
  /** Lines of this one are probably those of the next as well. */
  #latest: TokenizedText | null = null;

  constructor(history: History, ignoreWhitespace: boolean) {
    this.#history = history;
    this.#ignoreWhitespace = ignoreWhitespace;
    this.#lines = new LineTable({ ignoreWhitespace });
  }

  /** Splits lines of blob `after` into those that came with it, and those that blob `before` has, as lines of that. */
  divide(spans: readonly Span[], before: string, after: string): { stay: Span[]; go: Span[] } {
    if (!this.#ignoreWhitespace) {
      const recent = this.#keep(after).text;
      const go = moveUntouched(spans, this.#keep(before, recent).text, recent);
      if (go) return { stay: [], go: mergeSpans(go, []) };
    }
    const { stay, go } = divide(spans, this.changes(before, after));
    return { stay, go: mergeSpans(go, []) };
  }

  changes(before: string, after: string): Change[] {
    if (this.#lines.size > linesKept) this.#forget();
    const recent = this.tokens(after, this.#latest);
    const old = this.tokens(before, recent);
    this.#latest = old;
    return compareLines(old, recent);
  }

  /** `like`: a text that probably differs little. */
  tokens(blob: string, like: TokenizedText | null = null): TokenizedText {
    const kept = this.#keep(blob, like);
    kept.tokens ??= this.#lines.identify(kept.text, like);
    return kept.tokens;
  }

  #keep(blob: string, like: LinedText | null = null): Kept {
    const known = this.#kept.get(blob);
    if (known) return known;
    const text = cutLines(this.#history.blob(blob), like);
    const kept = { text, tokens: null, length: text.bytes.length + text.count * 8 };
    this.#kept.set(blob, kept);
    return kept;
  }

  #forget(): void {
    this.#lines = new LineTable({ ignoreWhitespace: this.#ignoreWhitespace });
    this.#kept.clear();
    this.#latest = null;
  }
}
