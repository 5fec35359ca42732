import { setImmediate as nextTurn } from 'node:timers/promises';
import type { ChunkKind } from '../../shared/chunk-kind.ts';
import type { Chunk } from '../chunking/chunk.ts';
import { keywordColumns } from '../text/index.ts';
import type { Damage, Remedy } from './damage.ts';
import { createKeywordIndex, dropKeywordIndex, KeywordIndexWriter } from './keyword-index.ts';
import { type Manifest, writeManifest } from './manifest.ts';
import type { Statements } from './statements.ts';
import { nameSeparator } from './text-hash.ts';
import { TextReader } from './texts.ts';
import { createVectorIndex, dropVectorIndex, VectorIndexWriter, vectorTables } from './vector-index.ts';

/** Rows mended in one transaction. */
const rowsPerTransaction = 64;

export interface RepairContext {
  readonly statements: Statements;
  readonly manifest: () => Manifest;
  /** Called when vector tables were dropped and made again. */
  readonly onTables: () => void;
}

/**
 * Mends what can be mended in place; each remedy can be cut short and run again. Vectors are only marked as missing: phase 2 makes
 * them; files are marked to be read again: phase 1 reads them. False for what needs a new index.
 */
export async function repairDamage(damage: Damage, context: RepairContext): Promise<boolean> {
  const { remedy } = damage;
  if (remedy.kind === 'rebuild') return false;
  // Whatever is mended, the ends recorded before no longer hold until both phases have looked again.
  context.statements.transaction('repair.unfinish', () =>
    writeManifest(context.statements, {
      embeddingFinished: null,
      ...(needsReading(remedy) && { readingFinished: null }),
    }),
  );
  await applyRemedy(remedy, context);
  context.onTables();
  return true;
}

const needsReading = (remedy: Remedy): boolean =>
  remedy.kind === 'reindex' ||
  remedy.kind === 'read-again' ||
  remedy.kind === 'recount' ||
  remedy.kind === 'drop-orphans';

async function applyRemedy(remedy: Exclude<Remedy, { kind: 'rebuild' }>, context: RepairContext): Promise<void> {
  const { statements } = context;
  switch (remedy.kind) {
    case 'reindex':
      // Table and lookup table disagree, and either may be the damaged one: only the files know.
      statements.timed('repair.reindex', () => statements.database.exec('REINDEX'));
      statements.transaction('repair.read-all', () =>
        statements.database.exec("UPDATE files SET content_hash = NULL, mtime_ms = -1, reader_version = ''"),
      );
      return;
    case 'drop-orphans':
      dropRows(statements, remedy);
      return;
    case 'unlink-batches':
      statements.transaction('repair.unlink-batches', () =>
        statements.database.exec(
          `UPDATE chunks SET batch_id = NULL WHERE batch_id IS NOT NULL AND (batch_id NOT IN (SELECT id FROM batches)
             OR batch_id IN (SELECT b.id FROM batches b JOIN chunks c ON c.batch_id = b.id GROUP BY b.id HAVING count(*) > b.chunks))`,
        ),
      );
      return;
    case 'rebuild-keywords':
      statements.transaction('repair.drop-keywords', () => {
        dropKeywordIndex(statements.database);
        createKeywordIndex(statements.database);
      });
      await fillKeywords(statements);
      return;
    case 'fill-keywords':
      await fillKeywords(statements);
      return;
    case 'rebuild-vectors':
      rebuildVectors(context);
      return;
    case 'embed-again':
      embedAgain(remedy, context);
      return;
    case 'read-again':
      markFiles(statements, remedy.fileIds);
      return;
    case 'recount':
      return;
  }
}

function dropRows(statements: Statements, remedy: { table: string; rowids: readonly number[] }): void {
  if (!/^[a-z_]+$/.test(remedy.table)) return;
  statements.transaction('repair.drop-orphans', () => {
    const remove = statements.database.prepare(`DELETE FROM ${remedy.table} WHERE rowid = ?`);
    for (const rowid of remedy.rowids) remove.run(rowid);
  });
}

function markFiles(statements: Statements, fileIds: readonly number[]): void {
  statements.transaction('repair.read-again', () => {
    const mark = statements.database.prepare(
      "UPDATE files SET content_hash = NULL, mtime_ms = -1, reader_version = '' WHERE id = ?",
    );
    for (const id of fileIds) mark.run(id);
  });
}

function rebuildVectors({ statements, manifest }: RepairContext): void {
  const { model, vectorTable, nextModel } = manifest();
  statements.transaction('repair.rebuild-vectors', () => {
    for (const table of vectorTables) dropVectorIndex(statements.database, table);
    if (model !== null) createVectorIndex(statements.database, vectorTable, model.dimensions);
    statements.database.exec(
      "UPDATE chunks SET embedding_status = 'pending', batch_id = NULL, borrowed = 0 WHERE embedding_status = 'complete'",
    );
    if (nextModel !== null) {
      statements.database.exec('DELETE FROM next_pending; INSERT INTO next_pending (chunk_id) SELECT id FROM chunks');
    }
  });
}

function embedAgain(
  remedy: { chunkIds: readonly number[]; strayVectors: readonly number[] },
  { statements, manifest }: RepairContext,
): void {
  const { model, vectorTable } = manifest();
  statements.transaction('repair.embed-again', () => {
    const { database } = statements;
    if (model !== null) {
      const vectors = new VectorIndexWriter(database, vectorTable, model.dimensions);
      vectors.remove(remedy.chunkIds);
      vectors.remove(remedy.strayVectors);
    }
    const wait = database.prepare(
      "UPDATE chunks SET embedding_status = 'pending', batch_id = NULL, borrowed = 0 WHERE id = ?",
    );
    for (const id of remedy.chunkIds) wait.run(id);
  });
}

interface KeywordSource {
  id: number;
  file_id: number;
  path: string;
  kind: ChunkKind;
  name: string | null;
  enclosing: string | null;
  signature: string | null;
  start_line: number;
  end_line: number;
  doc_start_line: number | null;
  doc_end_line: number | null;
}

/** Adds chunks that the keyword index lacks, from the stored texts, and takes out rows whose chunk is gone. */
async function fillKeywords(statements: Statements): Promise<void> {
  const texts = new TextReader(statements);
  const keywords = new KeywordIndexWriter(statements.database);
  const column = (name: string, sql: string): number[] => statements.prepareValue<[], number>(name, sql).all();
  const stray = column(
    'chunks_fts.without-chunk',
    'SELECT id FROM chunks_fts_docsize WHERE id NOT IN (SELECT id FROM chunks)',
  );
  statements.transaction('repair.drop-keyword-rows', () => keywords.remove(stray));
  const missing = column(
    'chunks.without-keywords',
    'SELECT id FROM chunks WHERE id NOT IN (SELECT id FROM chunks_fts_docsize) ORDER BY id',
  );
  const source = statements.prepare<[number], KeywordSource>(
    'chunks.keyword-source',
    `SELECT c.id, c.file_id, f.path, c.kind, c.name, c.enclosing, c.signature, c.start_line, c.end_line, c.doc_start_line,
       c.doc_end_line FROM chunks c JOIN files f ON f.id = c.file_id WHERE c.id = ?`,
  );
  for (let at = 0; at < missing.length; at += rowsPerTransaction) {
    statements.transaction('repair.fill-keywords', () => {
      for (const id of missing.slice(at, at + rowsPerTransaction)) {
        const row = source.get(id);
        const lines = row && texts.fileLines(row.file_id);
        if (row && lines)
          keywords.insert(id, keywordColumns({ path: row.path, chunk: toChunk(statements, row), lines }));
      }
    });
    await nextTurn();
  }
}

function toChunk(statements: Statements, row: KeywordSource): Chunk {
  const { doc_start_line: docStart, doc_end_line: docEnd } = row;
  return {
    kind: row.kind,
    name: row.name,
    enclosing: row.enclosing === null ? [] : row.enclosing.split(nameSeparator),
    signature: row.signature,
    startLine: row.start_line,
    endLine: row.end_line,
    doc: docStart === null || docEnd === null ? null : { startLine: docStart, endLine: docEnd },
    symbols: statements
      .prepare<[number], { name: string; kind: ChunkKind; line: number }>(
        'symbols.of-chunk-in-order',
        'SELECT name, kind, line FROM symbols WHERE chunk_id = ? ORDER BY position',
      )
      .all(row.id),
  };
}
