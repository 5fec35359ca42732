import type { Query, Statements } from '../statements.ts';

/** The one chunk of a file that holds, or is nearest to, a place. */
export class ChunkPlaceReader {
  readonly #atLine: Query<[fileId: number, number, number], number>;
  readonly #nearest: Query<[fileId: number, number, number], number>;
  readonly #first: Query<[fileId: number], number>;
  readonly #firstInPath: Query<[part: string, name: string, limit: number], number>;

  constructor(statements: Statements) {
    this.#atLine = statements.prepareValue(
      'chunks.at-line',
      'SELECT id FROM chunks WHERE file_id = ? AND start_line <= ? AND end_line >= ? ORDER BY end_line - start_line LIMIT 1',
    );
    this.#nearest = statements.prepareValue(
      'chunks.nearest',
      'SELECT id FROM chunks WHERE file_id = ? ORDER BY max(start_line - ?, ? - end_line), start_line LIMIT 1',
    );
    this.#first = statements.prepareValue(
      'chunks.first-of-file',
      'SELECT id FROM chunks WHERE file_id = ? ORDER BY start_line LIMIT 1',
    );
    this.#firstInPath = statements.prepareValue(
      'chunks.first-in-path',
      `SELECT min(c.id) FROM files AS f JOIN chunks AS c ON c.file_id = f.id
        WHERE instr(lower(f.path), ?) > 0 GROUP BY f.id ORDER BY instr(lower(f.path), '/' || ?) > 0 DESC, length(f.path) LIMIT ?`,
    );
  }

  /** The smallest chunk that holds a line, or else the nearest one; null in a file without chunks. */
  atLine(fileId: number, line: number): number | null {
    return this.#atLine.get(fileId, line, line) ?? this.#nearest.get(fileId, line, line) ?? null;
  }

  /** The first chunk of a file; null where it has none. */
  first(fileId: number): number | null {
    return this.#first.get(fileId) ?? null;
  }

  /** The first chunk of each file whose path holds `part` (lower case), whole names and short paths first. */
  firstInPath(part: string, limit: number): number[] {
    return this.#firstInPath.all(part, part, limit);
  }
}
