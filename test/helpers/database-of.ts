import type { Database } from 'better-sqlite3';
import type { IndexReader } from '../../src/engine/store/index.ts';
import type { Statements } from '../../src/engine/store/statements.ts';

/** The statements of an open index, which nothing outside of the store has. */
export const statementsOf = (reader: IndexReader): Statements => reader['statements'];

/** The connection of an open index, for tests that look into its tables or damage them. */
export const databaseOf = (reader: IndexReader): Database => statementsOf(reader).database;
