import type { Database, RunResult, Statement } from 'better-sqlite3';
import { translateStoreError } from './sqlite-errors.ts';

/** Where the store says what is worth knowing; hosts pass their own. Never given user code. */
export interface StoreLogger {
  slowStatement(name: string, tookMs: number): void;
}

export const silentLogger: StoreLogger = { slowStatement: () => undefined };

/** Longer than this blocks a window's frame: such statements are logged by name. */
const slowMs = 50;

type Value = string | number | bigint | Uint8Array | null;

/** A prepared statement with a name: it times itself and translates failures. */
export class Query<Parameters extends readonly Value[], Row = never> {
  readonly #statement: Statement<Value[], Row>;
  readonly #name: string;
  readonly #statements: Statements;

  constructor(statements: Statements, name: string, statement: Statement<Value[], Row>) {
    this.#statements = statements;
    this.#name = name;
    this.#statement = statement;
  }

  run(...parameters: Parameters): RunResult {
    return this.#statements.timed(this.#name, () => this.#statement.run(...parameters));
  }

  /** The first row, or undefined. */
  get(...parameters: Parameters): Row | undefined {
    return this.#statements.timed(this.#name, () => this.#statement.get(...parameters));
  }

  all(...parameters: Parameters): Row[] {
    return this.#statements.timed(this.#name, () => this.#statement.all(...parameters));
  }

  /** Row by row, for what may end early. Not timed: the caller's work lies between the rows. */
  *iterate(...parameters: Parameters): Generator<Row, void> {
    try {
      yield* this.#statement.iterate(...parameters);
    } catch (thrown) {
      throw this.#statements.translated(thrown);
    }
  }
}

/** Makes the named statements of one connection. */
export class Statements {
  readonly database: Database;
  readonly file: string;
  /** Called after each commit. */
  onCommit: (() => void) | null = null;
  readonly #logger: StoreLogger;

  constructor(database: Database, file: string, logger: StoreLogger = silentLogger) {
    this.database = database;
    this.file = file;
    this.#logger = logger;
  }

  /** `name` is `table.what-it-does`. */
  prepare<Parameters extends readonly Value[], Row = never>(name: string, sql: string): Query<Parameters, Row> {
    return new Query(this, name, this.#prepared<Row>(sql));
  }

  /** As `prepare`, for statements whose rows are their only column. */
  prepareValue<Parameters extends readonly Value[], Column>(name: string, sql: string): Query<Parameters, Column> {
    return new Query(this, name, this.#prepared<Column>(sql).pluck());
  }

  /** As `prepare`, for many rows: each is an array of its columns. */
  prepareRaw<Parameters extends readonly Value[], Row extends readonly Value[]>(
    name: string,
    sql: string,
  ): Query<Parameters, Row> {
    return new Query(this, name, this.#prepared<Row>(sql).raw());
  }

  /**
   * Runs `work` in one transaction that takes the write lock at once; within another one it is part of that, which a failure
   * then undoes as a whole. `work` must not await.
   */
  transaction<T>(name: string, work: () => T): T {
    // No savepoint: FTS5 writes a segment of its own at the end of each.
    if (this.database.inTransaction) return this.timed(name, work);
    const answer = this.timed(name, () => this.database.transaction(work).immediate());
    this.onCommit?.();
    return answer;
  }

  timed<T>(name: string, work: () => T): T {
    const started = performance.now();
    try {
      return work();
    } catch (thrown) {
      throw this.translated(thrown);
    } finally {
      const took = performance.now() - started;
      if (took > slowMs) this.#logger.slowStatement(name, took);
    }
  }

  /** A failure of SQLite as an error with words for a person. */
  translated(thrown: unknown): unknown {
    return translateStoreError(thrown, this.file);
  }

  #prepared<Row>(sql: string): Statement<Value[], Row> {
    try {
      return this.database.prepare<Value[], Row>(sql);
    } catch (thrown) {
      throw this.translated(thrown);
    }
  }
}
