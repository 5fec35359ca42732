import type { Migration } from './migration.ts';

/** Who wrote the lines of each file: kept so that authors and dates can be searched, and shown at once. See blame-store.ts. */
export const blame: Migration = {
  version: 2,
  name: 'blame',
  up: (database) => {
    database.exec(`
      CREATE TABLE blame_authors (
        id INTEGER PRIMARY KEY,
        name TEXT NOT NULL,                -- through the mailmap
        email TEXT NOT NULL,
        UNIQUE (name, email)
      );

      CREATE TABLE blame_commits (
        id INTEGER PRIMARY KEY,            -- 0 is never used: it stands for lines that no commit has
        commit_id BLOB NOT NULL UNIQUE,    -- 20 or 32 bytes
        author_id INTEGER NOT NULL REFERENCES blame_authors (id),
        time INTEGER NOT NULL,             -- author date, seconds since the epoch
        date TEXT NOT NULL,                -- the same in ISO 8601 with the author's offset
        summary TEXT NOT NULL,
        boundary INTEGER NOT NULL          -- 1 where the history ends
      );

      -- Paths that lines come from, relative to the root.
      CREATE TABLE blame_paths (id INTEGER PRIMARY KEY, path TEXT NOT NULL UNIQUE);

      CREATE TABLE blame_files (
        file_id INTEGER PRIMARY KEY REFERENCES files (id) ON DELETE CASCADE,
        content_hash BLOB NOT NULL,        -- of the text that was blamed, as in files: another one there means stale
        head BLOB NOT NULL,                -- commit that was checked out; empty before the first one
        stamp TEXT NOT NULL,               -- what else the answer rests on: mailmap, ignored revisions
        state TEXT NOT NULL CHECK (state IN ('done', 'skipped')),
        runs BLOB NOT NULL                 -- runs of lines: see blame-runs.ts; empty when skipped
      );
    `);
  },
};
