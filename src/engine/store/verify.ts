import type { Database } from 'better-sqlite3';
import type { CheckKind } from '../../shared/contract/indexing.ts';
import { isWhenceError } from '../../shared/errors.ts';
import type { Damage } from './damage.ts';
import { type Manifest, readManifest } from './manifest.ts';
import { translateStoreError } from './sqlite-errors.ts';
import type { Statements } from './statements.ts';
import { findChunkDamage } from './verify-chunks.ts';
import { isVectorTable } from './vector-index.ts';
import { findVectorDamage } from './verify-vectors.ts';

/** Checks in the order in which they run: a later one may rely on an earlier one. */
export const checkKinds: readonly CheckKind[] = [
  'database',
  'manifest',
  'foreign-keys',
  'chunks',
  'keyword-index',
  'vectors',
  'batches',
  'counts',
];

/** At most this many findings of a kind are told one by one. */
const listed = 3;

/** Looks at everything in an index. Reads all of it: seconds for a large one; run it where nobody waits. */
export function findDamage(statements: Statements): Damage[] {
  const database = findDatabaseDamage(statements.database);
  // With a broken base nothing that is found further up means anything.
  if (database.some((damage) => damage.remedy.kind === 'rebuild')) return database;
  let manifest: Manifest;
  try {
    manifest = readManifest(statements);
  } catch (thrown) {
    if (!isWhenceError(thrown)) throw thrown;
    return [...database, { check: 'manifest', problem: thrown.message, remedy: { kind: 'rebuild' } }];
  }
  const checks: readonly (readonly [CheckKind, () => Damage[]])[] = [
    ['foreign-keys', () => findOrphans(statements.database)],
    ['chunks', () => findChunkDamage(statements)],
    ['keyword-index', () => findKeywordDamage(statements.database)],
    ['vectors', () => findVectorDamage(statements, manifest)],
    ['batches', () => findBatchDamage(statements.database)],
    ['counts', () => findMiscounts(statements.database, manifest)],
  ];
  return [...database, ...checks.flatMap(([check, run]) => surviving(check, statements.file, run))];
}

/** Damage can make a check itself fail: that is a finding too. */
function surviving(check: CheckKind, file: string, run: () => Damage[]): Damage[] {
  try {
    return run();
  } catch (thrown) {
    const translated = translateStoreError(thrown, file);
    if (!isWhenceError(translated, 'INDEX_DAMAGED')) throw translated;
    const remedy =
      check === 'keyword-index'
        ? ({ kind: 'rebuild-keywords' } as const)
        : check === 'vectors'
          ? ({ kind: 'rebuild-vectors' } as const)
          : ({ kind: 'rebuild' } as const);
    return [{ check, problem: translated.message, remedy }];
  }
}

/** SQLite's own check; what is broken decides what has to be made anew. */
function findDatabaseDamage(database: Database): Damage[] {
  const problems = integrityOf(database, null);
  if (problems.length === 0) return [];
  const tables = database
    .prepare<[], string>(`SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'chunks_terms%'`)
    .pluck()
    .all();
  const damages: Damage[] = [];
  for (const table of tables) {
    const [first, ...others] = integrityOf(database, table);
    if (first === undefined) continue;
    damages.push({
      check: 'database',
      problem: `${table}: ${first}${more(others.length)}`,
      remedy: remedyOf(table, [first, ...others]),
    });
  }
  if (damages.length > 0) return damages;
  return [{ check: 'database', problem: problems.slice(0, listed).join('; '), remedy: { kind: 'rebuild' } }];
}

function integrityOf(database: Database, table: string | null): string[] {
  const pragma = table === null ? 'integrity_check' : `integrity_check("${table}")`;
  try {
    const rows = database.prepare<[], string>(`PRAGMA ${pragma}`).pluck().all();
    return rows.filter((row) => row !== 'ok');
  } catch (thrown) {
    return [thrown instanceof Error ? thrown.message : String(thrown)];
  }
}

function remedyOf(table: string, problems: readonly string[]): Damage['remedy'] {
  if (table.startsWith('chunks_fts')) return { kind: 'rebuild-keywords' };
  if (isVectorTable(table)) return { kind: 'rebuild-vectors' };
  const onlyIndexes = problems.every((problem) =>
    /(?:missing from|wrong # of entries in|non-unique entry in) index/.test(problem),
  );
  return onlyIndexes ? { kind: 'reindex' } : { kind: 'rebuild' };
}

function findOrphans(database: Database): Damage[] {
  const rows = database
    .prepare<[], { table: string; rowid: number | null; parent: string }>(
      'SELECT "table", rowid, parent FROM pragma_foreign_key_check',
    )
    .all();
  const byTable = Map.groupBy(rows, (row) => row.table);
  return [...byTable].map(([table, orphans]) => {
    const problem = `${orphans.length} rows of ${table} refer to ${orphans[0]?.parent ?? 'rows'} that are gone`;
    if (table === 'chunks' && orphans.every((row) => row.parent === 'batches')) {
      return { check: 'foreign-keys', problem, remedy: { kind: 'unlink-batches' } };
    }
    const rowids = orphans.flatMap((row) => (row.rowid === null ? [] : [row.rowid]));
    // Tables without row ids can't be mended row by row.
    const remedy =
      rowids.length === orphans.length
        ? ({ kind: 'drop-orphans', table, rowids } as const)
        : ({ kind: 'rebuild' } as const);
    return { check: 'foreign-keys', problem, remedy };
  });
}

/** That it has a row per chunk; its inside is part of SQLite's own check. */
function findKeywordDamage(database: Database): Damage[] {
  const { missing, stray } = keywordGaps(database);
  if (missing === 0 && stray === 0) return [];
  const words = [
    ...(missing > 0 ? [`${missing} chunks are missing from the keyword index`] : []),
    ...(stray > 0 ? [`${stray} rows of the keyword index have no chunk`] : []),
  ].join(', ');
  return [{ check: 'keyword-index', problem: words, remedy: { kind: 'fill-keywords' } }];
}

function keywordGaps(database: Database): { missing: number; stray: number } {
  const count = (sql: string): number => database.prepare<[], number>(sql).pluck().get() ?? 0;
  return {
    missing: count('SELECT count(*) FROM chunks WHERE id NOT IN (SELECT id FROM chunks_fts_docsize)'),
    stray: count('SELECT count(*) FROM chunks_fts_docsize WHERE id NOT IN (SELECT id FROM chunks)'),
  };
}

/** A batch holds no more chunks than it says it wrote. */
function findBatchDamage(database: Database): Damage[] {
  const wrong = database
    .prepare<[], number>(
      `SELECT count(*) FROM (SELECT b.id FROM batches b JOIN chunks c ON c.batch_id = b.id AND c.embedding_status = 'complete'
         GROUP BY b.id HAVING count(*) > b.chunks)`,
    )
    .pluck()
    .get();
  if (wrong === 0) return [];
  return [
    {
      check: 'batches',
      problem: `${wrong ?? 0} batches hold more chunks than they wrote`,
      remedy: { kind: 'unlink-batches' },
    },
  ];
}

function findMiscounts(database: Database, manifest: Manifest): Damage[] {
  const count = (sql: string): number => database.prepare<[], number>(sql).pluck().get() ?? 0;
  const { readingFinished, embeddingFinished } = manifest;
  const problems: string[] = [];
  if (readingFinished !== null) {
    const files = count("SELECT count(*) FROM files WHERE state = 'indexed'");
    const chunks = count('SELECT count(*) FROM chunks');
    if (files !== readingFinished.files)
      problems.push(`${files} files, not the ${readingFinished.files} of the last reading`);
    if (chunks !== readingFinished.chunks)
      problems.push(`${chunks} chunks, not the ${readingFinished.chunks} of the last reading`);
  }
  const complete = count("SELECT count(*) FROM chunks WHERE embedding_status = 'complete'");
  if (embeddingFinished !== null && complete !== embeddingFinished.vectors) {
    problems.push(`${complete} chunks with vectors, not the ${embeddingFinished.vectors} of the last embedding`);
  }
  if (problems.length === 0) return [];
  return [{ check: 'counts', problem: problems.join('; '), remedy: { kind: 'recount' } }];
}

const more = (count: number): string => (count > 0 ? ` and ${count} more` : '');
