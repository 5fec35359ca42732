import type { Database, Statement } from 'better-sqlite3';
import type { NamedSymbol } from '../query/understand.ts';

/** Definitions taken per name; more of one name are told apart by nothing but their words anyway. */
const mostPerName = 40;

/** Looks up definitions by name. */
export class SymbolRetrieval {
  readonly #byName: Statement<[string, string, number], number>;

  constructor(database: Database) {
    // Definitions of exactly this spelling come first; classes and the like before methods.
    this.#byName = database
      .prepare<[string, string, number], number>(
        `SELECT chunk_id FROM symbols WHERE name = ? COLLATE NOCASE
          ORDER BY name = ? DESC, kind IN ('class', 'interface', 'type', 'enum') DESC, kind = 'function' DESC, chunk_id LIMIT ?`,
      )
      .pluck();
  }

  /** Chunks that define a symbol which the query names, whatever its case. */
  defining(symbols: readonly NamedSymbol[]): Set<number> {
    const found = new Set<number>();
    for (const { name } of symbols) for (const id of this.#byName.all(name, name, mostPerName)) found.add(id);
    return found;
  }
}
