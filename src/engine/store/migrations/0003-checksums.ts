import type { Migration } from './migration.ts';

/**
 * Checksums of what no other check could see changed: the rows of a file (rows-hash.ts) and the values of a vector
 * (vector-index.ts). NULL where older code wrote: those are not checked until they are written again.
 */
export const checksums: Migration = {
  version: 3,
  name: 'checksums',
  up: (database) => {
    database.exec(`
      ALTER TABLE files ADD COLUMN rows_hash BLOB;
      ALTER TABLE chunks ADD COLUMN vectors_a_sum INTEGER;  -- of the chunk's vector in that table
      ALTER TABLE chunks ADD COLUMN vectors_b_sum INTEGER;
      ALTER TABLE vector_cache ADD COLUMN sum INTEGER;
    `);
  },
};
