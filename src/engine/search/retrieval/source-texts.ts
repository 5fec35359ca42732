import { inflateSync } from 'node:zlib';
import type { SourceTextReader } from '../../store/index.ts';
import { splitLines } from '../../text/lines.ts';

/** Bytes of inflated texts kept at most. */
const mostBytes = 32 * 1024 * 1024;

const newline = 10;
const carriageReturn = 13;

/**
 * Stored texts by line. A text stays inflated while there is room, and only the lines asked for are decoded: showing ten hits
 * of ten large files must not cost ten splits of a file.
 */
export class SourceTexts {
  readonly #stored: SourceTextReader;
  readonly #texts = new Map<number, Buffer>();
  readonly #damaged = new Set<number>();
  #bytes = 0;

  constructor(stored: SourceTextReader) {
    this.#stored = stored;
  }

  /** To be called when the database has changed. */
  forget(): void {
    this.#texts.clear();
    this.#damaged.clear();
    this.#bytes = 0;
  }

  /** How many of the texts asked for were damaged: they were taken for empty, so that the others can be shown. */
  get damaged(): number {
    return this.#damaged.size;
  }

  /** A file's whole text, line ends as LF; empty for a damaged one. */
  whole(fileId: number): string {
    const text = this.#text(fileId);
    return text.includes(carriageReturn) ? splitLines(text.toString('utf8')).join('\n') : text.toString('utf8');
  }

  /** Lines `first` to `last` (1-based, inclusive) without line ends; fewer where the text ends before. */
  lines(fileId: number, first: number, last: number): string[] {
    const text = this.#text(fileId);
    if (text.includes(carriageReturn)) return splitLines(text.toString('utf8')).slice(first - 1, last);
    let start = 0;
    for (let line = 1; line < first; line += 1) {
      const at = text.indexOf(newline, start);
      if (at < 0) return [];
      start = at + 1;
    }
    let end = start;
    for (let line = first; line <= last && end < text.length; line += 1) {
      const at = text.indexOf(newline, end);
      end = at < 0 ? text.length : at + 1;
    }
    return splitLines(text.toString('utf8', start, end));
  }

  #text(fileId: number): Buffer {
    const known = this.#texts.get(fileId);
    if (known !== undefined) {
      this.#texts.delete(fileId);
      this.#texts.set(fileId, known);
      return known;
    }
    const deflated = this.#stored.deflated(fileId);
    const text = deflated === null ? Buffer.alloc(0) : this.#inflate(fileId, deflated);
    this.#texts.set(fileId, text);
    this.#bytes += text.length;
    for (const [oldest, bytes] of this.#texts) {
      if (this.#bytes <= mostBytes || oldest === fileId) break;
      this.#texts.delete(oldest);
      this.#bytes -= bytes.length;
    }
    return text;
  }

  #inflate(fileId: number, deflated: Buffer): Buffer {
    try {
      return inflateSync(deflated);
    } catch {
      this.#damaged.add(fileId);
      return Buffer.alloc(0);
    }
  }
}
