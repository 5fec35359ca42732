import type { Migration } from './migration.ts';

/**
 * The first schema. Vectors (`vectors`, sqlite-vec) and the keyword index (`chunks_fts`, FTS5) are virtual tables made by
 * vector-index.ts and keyword-index.ts, since they can be dropped and rebuilt from the tables here.
 */
export const initial: Migration = {
  version: 1,
  name: 'initial',
  up: (database) => {
    database.exec(`
      -- One JSON value per key: see manifest.ts.
      CREATE TABLE manifest (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;

      -- Every file met on the walk, indexed or left out. Paths are relative to the root, with '/'.
      CREATE TABLE files (
        id INTEGER PRIMARY KEY,
        path TEXT NOT NULL UNIQUE,
        size INTEGER NOT NULL,
        mtime_ms REAL NOT NULL,
        content_hash BLOB,                 -- first 16 bytes of SHA-256 over the file's bytes; NULL when it was not read
        reader_version TEXT,               -- chunker and keyword versions that read it; another one reads it again
        language TEXT,
        role TEXT NOT NULL DEFAULT 'source',
        line_count INTEGER NOT NULL DEFAULT 0,
        state TEXT NOT NULL CHECK (state IN ('indexed', 'skipped', 'failed')),
        reason TEXT,                       -- SkipReason; NULL when indexed
        detail TEXT
      );
      CREATE INDEX files_by_hash ON files (content_hash);

      -- The decoded text of each indexed file, deflated, once: chunks are its lines.
      CREATE TABLE texts (
        file_id INTEGER PRIMARY KEY REFERENCES files (id) ON DELETE CASCADE,
        deflated BLOB NOT NULL
      );

      CREATE TABLE batches (
        id INTEGER PRIMARY KEY,
        model_revision TEXT NOT NULL,
        chunks INTEGER NOT NULL,           -- vectors written, computed and reused together
        reused INTEGER NOT NULL,
        took_ms REAL NOT NULL,
        finished_at INTEGER NOT NULL       -- ms since the epoch
      );

      CREATE TABLE chunks (
        id INTEGER PRIMARY KEY,
        file_id INTEGER NOT NULL REFERENCES files (id) ON DELETE CASCADE,
        kind TEXT NOT NULL,
        name TEXT,
        enclosing TEXT,                    -- names from the outside in, joined by '\\u001f'; NULL at top level
        signature TEXT,
        start_line INTEGER NOT NULL,       -- 1-based, inclusive
        end_line INTEGER NOT NULL,
        doc_start_line INTEGER,            -- the doc comment, within the chunk's lines
        doc_end_line INTEGER,
        text_hash BLOB NOT NULL,           -- first 16 bytes of SHA-256 over kind, names and text (not the path)
        embedding_status TEXT NOT NULL DEFAULT 'pending' CHECK (embedding_status IN ('pending', 'complete', 'failed')),
        batch_id INTEGER REFERENCES batches (id)
      );
      CREATE INDEX chunks_by_file ON chunks (file_id);
      CREATE INDEX chunks_by_hash ON chunks (text_hash);
      CREATE INDEX chunks_pending ON chunks (id) WHERE embedding_status = 'pending';
      CREATE INDEX chunks_failed ON chunks (id) WHERE embedding_status = 'failed';

      -- Every definition in a chunk: a packed chunk holds several.
      CREATE TABLE symbols (
        chunk_id INTEGER NOT NULL REFERENCES chunks (id) ON DELETE CASCADE,
        position INTEGER NOT NULL,         -- 0, 1, 2 … within the chunk
        name TEXT NOT NULL,
        kind TEXT NOT NULL,
        line INTEGER NOT NULL,
        PRIMARY KEY (chunk_id, position)
      ) WITHOUT ROWID;
      CREATE INDEX symbols_by_name ON symbols (name COLLATE NOCASE);

      -- Chunks that the next model has still to embed, while a model change runs; the old vectors serve meanwhile.
      CREATE TABLE next_pending (chunk_id INTEGER PRIMARY KEY REFERENCES chunks (id) ON DELETE CASCADE);

      -- Vectors of chunks that left the index, kept so that coming back costs nothing. Bounded: oldest use goes first.
      CREATE TABLE vector_cache (
        text_hash BLOB NOT NULL,
        model_revision TEXT NOT NULL,
        vector BLOB NOT NULL,              -- as stored in the vector table
        last_used INTEGER NOT NULL,
        PRIMARY KEY (text_hash, model_revision)
      ) WITHOUT ROWID;
      CREATE INDEX vector_cache_by_use ON vector_cache (last_used);

      CREATE TABLE events (
        id INTEGER PRIMARY KEY,
        at INTEGER NOT NULL,
        kind TEXT NOT NULL,
        message TEXT NOT NULL,
        data TEXT                          -- JSON
      );
      CREATE TABLE metrics (id INTEGER PRIMARY KEY, at INTEGER NOT NULL, name TEXT NOT NULL, value REAL NOT NULL);
      CREATE INDEX metrics_by_name ON metrics (name, at);
    `);
  },
};
