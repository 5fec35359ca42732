import type { Database, Statement } from 'better-sqlite3';
import type { NamedSymbol } from '../query/understand.ts';

/** Definitions taken per name; more of one name are told apart by nothing but their words anyway. */
const mostPerName = 40;

/** Looks up definitions by name. */
export class SymbolRetrieval {
  readonly #byPath: Statement<[string, string, number], number>;
  readonly #byName: Statement<[string, string, number], number>;

  constructor(database: Database) {
    // Definitions of exactly this spelling come first; classes and the like before methods.
    this.#byName = database
      .prepare<[string, string, number], number>(
        `SELECT chunk_id FROM symbols WHERE name = ? COLLATE NOCASE
          ORDER BY name = ? DESC, kind IN ('class', 'interface', 'type', 'enum') DESC, kind = 'function' DESC, chunk_id LIMIT ?`,
      )
      .pluck();
    this.#byPath = database
      .prepare<[string, string, number], number>(
        `SELECT min(c.id) FROM files AS f JOIN chunks AS c ON c.file_id = f.id
          WHERE instr(lower(f.path), ?) > 0 GROUP BY f.id ORDER BY instr(lower(f.path), '/' || ?) > 0 DESC, length(f.path) LIMIT ?`,
      )
      .pluck();
  }

  /** The first chunk of each file whose path holds `part` (lower case), whole names and short paths first. */
  inPath(part: string): number[] {
    return this.#byPath.all(part, part, mostPerName);
  }

  /** Chunks that define a symbol which the query names, whatever its case. */
  defining(symbols: readonly NamedSymbol[]): Set<number> {
    const found = new Set<number>();
    for (const { name } of symbols) for (const id of this.#byName.all(name, name, mostPerName)) found.add(id);
    return found;
  }
}
