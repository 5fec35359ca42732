import type { Database } from 'better-sqlite3';

/** One step of the schema, run in one transaction; `version` is the `user_version` it leaves behind. */
export interface Migration {
  readonly version: number;
  readonly name: string;
  readonly up: (database: Database) => void;
}
