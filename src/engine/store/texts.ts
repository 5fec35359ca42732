import { constants, deflateSync, inflateSync } from 'node:zlib';
import { WhenceError } from '../../shared/errors.ts';
import { splitLines } from '../text/lines.ts';
import type { Statements } from './statements.ts';
import { isHashOf, nameSeparator } from './text-hash.ts';

/** A file's text as it is stored: UTF-8 in zlib format, whose checksum shows damage. */
export const deflateText = (text: string): Buffer =>
  deflateSync(Buffer.from(text, 'utf8'), { level: constants.Z_DEFAULT_COMPRESSION });

/** Reads stored texts; the lines of the last file are kept, since chunks are asked for file by file. */
export class TextReader {
  readonly #file: string;
  readonly #text: (fileId: number) => Buffer | undefined;
  readonly #chunk: (chunkId: number) => ChunkPlace | undefined;
  #last: { fileId: number; deflated: Buffer; lines: readonly string[] } | null = null;
  #steady = false;

  constructor(statements: Statements) {
    this.#file = statements.file;
    const text = statements.prepareValue<[number], Buffer>('texts.get', 'SELECT deflated FROM texts WHERE file_id = ?');
    const chunk = statements.prepare<[number], ChunkPlace>(
      'chunks.place',
      'SELECT file_id, kind, name, enclosing, start_line, end_line, text_hash FROM chunks WHERE id = ?',
    );
    this.#text = (fileId) => text.get(fileId);
    this.#chunk = (chunkId) => chunk.get(chunkId);
  }

  /** The text of a file; null when it has none stored. Throws INDEX_DAMAGED when it can't be inflated. */
  fileText(fileId: number): string | null {
    const deflated = this.#text(fileId);
    return deflated === undefined ? null : this.#inflate(deflated);
  }

  /**
   * Reads each text once while `work` runs, which must not await: nothing writes meanwhile. Otherwise the stored text is compared
   * with the one at hand for every chunk, which for many chunks of large files is most of the work.
   */
  steadily<T>(work: () => T): T {
    this.#last = null;
    this.#steady = true;
    try {
      return work();
    } finally {
      this.#steady = false;
    }
  }

  /** The lines of a file, without line ends; null when it has no text stored. */
  fileLines(fileId: number): readonly string[] | null {
    if (this.#steady && this.#last?.fileId === fileId) return this.#last.lines;
    const deflated = this.#text(fileId);
    if (deflated === undefined) return null;
    if (this.#last?.fileId === fileId && this.#last.deflated.equals(deflated)) return this.#last.lines;
    const lines = splitLines(this.#inflate(deflated));
    this.#last = { fileId, deflated, lines };
    return lines;
  }

  /**
   * The text of a chunk, its lines joined by LF; null when there is no such chunk. Throws INDEX_DAMAGED when it is not the text
   * that the chunk was made of, so that damage never shows as a result.
   */
  chunkText(chunkId: number): string | null {
    const place = this.#chunk(chunkId);
    if (place === undefined) return null;
    const text = this.textOf(place);
    if (text === null) throw this.#damaged();
    return text;
  }

  /** As `chunkText` for a row at hand; null when the stored text is not the one that the chunk was made of. */
  textOf(place: ChunkPlace): string | null {
    const lines = this.fileLines(place.file_id);
    if (lines === null) return null;
    const text = chunkLines(lines, place.start_line, place.end_line);
    const enclosing = place.enclosing === null ? [] : place.enclosing.split(nameSeparator);
    return isHashOf(place.text_hash, { kind: place.kind, name: place.name, enclosing }, text) ? text : null;
  }

  #inflate(deflated: Buffer): string {
    try {
      return inflateSync(deflated).toString('utf8');
    } catch {
      throw this.#damaged();
    }
  }

  #damaged(): WhenceError {
    return new WhenceError('INDEX_DAMAGED', `A text in the index ${this.#file} is damaged: check and mend it.`, {
      data: { file: this.#file },
    });
  }
}

/** Where a chunk is and what its hash covers. */
export interface ChunkPlace {
  readonly file_id: number;
  readonly kind: string;
  readonly name: string | null;
  readonly enclosing: string | null;
  readonly start_line: number;
  readonly end_line: number;
  readonly text_hash: Buffer;
}

/** Lines `startLine` to `endLine` (1-based, inclusive) joined by LF: the text of a chunk, whatever the file's line ends. */
export const chunkLines = (lines: readonly string[], startLine: number, endLine: number): string =>
  lines.slice(startLine - 1, endLine).join('\n');
