import type { Query, Statements } from '../statements.ts';

/** Definitions by name. */
export class SymbolReader {
  readonly #defining: Query<[name: string, exact: string, limit: number], number>;
  readonly #named: Query<[fileId: number, name: string], number>;
  readonly #names: Query<[limit: number], string>;
  readonly #holders: Query<[name: string], number>;
  readonly #startingWith: Query<[from: string, to: string, limit: number], { name: string; kind: string }>;

  constructor(statements: Statements) {
    // Definitions of exactly this spelling come first; classes and the like before methods.
    this.#defining = statements.prepareValue(
      'symbols.defining',
      `SELECT chunk_id FROM symbols WHERE name = ? COLLATE NOCASE
        ORDER BY name = ? DESC, kind IN ('class', 'interface', 'type', 'enum') DESC, kind = 'function' DESC, chunk_id LIMIT ?`,
    );
    this.#named = statements.prepareValue(
      'symbols.named-in-file',
      `SELECT s.chunk_id FROM symbols AS s JOIN chunks AS c ON c.id = s.chunk_id
        WHERE c.file_id = ? AND s.name = ? COLLATE NOCASE ORDER BY c.start_line LIMIT 1`,
    );
    this.#names = statements.prepareValue('symbols.names', 'SELECT DISTINCT name FROM symbols LIMIT ?');
    this.#holders = statements.prepareValue(
      'symbols.holders',
      'SELECT chunk_id FROM symbols WHERE name = ? COLLATE NOCASE',
    );
    // COLLATE NOCASE ranges run on the index of names.
    this.#startingWith = statements.prepare(
      'symbols.starting-with',
      `SELECT name, min(kind) AS kind FROM symbols WHERE name >= ? COLLATE NOCASE AND name < ? COLLATE NOCASE
        GROUP BY name ORDER BY length(name), name LIMIT ?`,
    );
  }

  /** Chunks that define `name` in whatever case, this spelling and types first. */
  defining(name: string, limit: number): number[] {
    return this.#defining.all(name, name, limit);
  }

  /** All chunks that define `name` in whatever case. */
  holders(name: string): number[] {
    return this.#holders.all(name);
  }

  /** The first chunk of a file that defines `name` in whatever case. */
  firstNamed(fileId: number, name: string): number | null {
    return this.#named.get(fileId, name) ?? null;
  }

  /** Names that are defined somewhere, each once; all without a limit. */
  names(limit = -1): string[] {
    return this.#names.all(limit);
  }

  /** Names that begin as typed, in whatever case, the shortest first. */
  startingWith(typed: string, limit: number): { name: string; kind: string }[] {
    // `\u{10FFFF}` is beyond every name that begins so.
    return this.#startingWith.all(typed, `${typed}\u{10FFFF}`, limit);
  }
}
