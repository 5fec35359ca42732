import { connectForReading } from './connection.ts';
import type { Damage } from './damage.ts';
import { Statements } from './statements.ts';
import { findDamage } from './verify.ts';

/** The full check over a connection of its own, for a worker thread. Throws what opening an index throws. */
export function findIndexDamage(file: string): Damage[] {
  const database = connectForReading(file);
  try {
    return findDamage(new Statements(database, file));
  } finally {
    database.close();
  }
}
