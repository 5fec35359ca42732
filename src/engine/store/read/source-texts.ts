import type { Query, Statements } from '../statements.ts';

/** Texts of files as they are stored. */
export class SourceTextReader {
  readonly #deflated: Query<[fileId: number], Buffer>;

  constructor(statements: Statements) {
    this.#deflated = statements.prepareValue('texts.deflated', 'SELECT deflated FROM texts WHERE file_id = ?');
  }

  /** UTF-8 in zlib format; null where the file has no text. */
  deflated(fileId: number): Buffer | null {
    return this.#deflated.get(fileId) ?? null;
  }
}
