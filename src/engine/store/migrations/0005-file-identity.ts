import type { Migration } from './migration.ts';

/**
 * What else changes with a file when its size and time of change do not: the time of the last change of its inode, and the inode
 * itself. NULL where older code wrote: filled by the next walk, which takes such a file as unchanged by its size and time alone.
 */
export const fileIdentity: Migration = {
  version: 5,
  name: 'file identity',
  up: (database) => {
    database.exec(`
      ALTER TABLE files ADD COLUMN ctime_ms REAL;
      ALTER TABLE files ADD COLUMN inode REAL;   -- some systems have numbers beyond those that a REAL holds exactly: near is enough
    `);
  },
};
