import type { Migration } from './migration.ts';

/**
 * Which vectors were made for equal text at another path: they serve at once and are made anew last. Of what older code wrote, those
 * taken over within a batch are marked; vectors of files that were moved before can't be told from others and stay.
 */
export const borrowedVectors: Migration = {
  version: 4,
  name: 'borrowed vectors',
  up: (database) => {
    database.exec(`
      ALTER TABLE chunks ADD COLUMN borrowed INTEGER NOT NULL DEFAULT 0;  -- 1: its vector was made for another path
      CREATE INDEX chunks_borrowed ON chunks (id) WHERE borrowed = 1;
      UPDATE chunks SET borrowed = 1
        WHERE embedding_status = 'complete' AND batch_id IN (SELECT id FROM batches WHERE reused > 0);
      ALTER TABLE vector_cache ADD COLUMN path TEXT NOT NULL DEFAULT '';  -- that the vector was made for; '' when not known
    `);
  },
};
