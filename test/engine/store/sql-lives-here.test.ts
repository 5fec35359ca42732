import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';

const src = join(import.meta.dirname, '../../../src');

const sources = globSync('**/*.{ts,tsx}', { cwd: src })
  .map((path) => path.replaceAll('\\', '/'))
  .map((path) => ({ path, text: readFileSync(join(src, path), 'utf8') }));

const isOfStore = (path: string): boolean => path.startsWith('engine/store/');

/** Statements as they are written in a string, and what runs them. */
const sql = [
  /\.(?:prepare|prepareValue|prepareRaw|pragma)\s*[(<]/,
  /\b(?:from|import\() ?'better-sqlite3'/,
  /\bdatabase\.exec\(/,
  /['"`]\s*(?:SELECT\s+\S[^;'"`]*\sFROM|INSERT\s+(?:OR\s+\w+\s+)?INTO|UPDATE\s+\w+\s+SET|DELETE\s+FROM|REPLACE\s+INTO|WITH\s+\w+\s+AS|CREATE\s+(?:VIRTUAL\s+)?TABLE|ALTER\s+TABLE|DROP\s+TABLE|PRAGMA)\s/,
];

const writesSql = (text: string): boolean => sql.some((pattern) => pattern.test(text));

/** Names of the tables that vectors are in, and of those that sqlite-vec keeps for them. */
const vectorTable = /vectors_[ab](?:_|\b)|_rowids\b|_vector_chunks|\}_chunks\b|\bvec_(?:int8|bit)\(|USING vec0/;

const namesVectorTable = (text: string): boolean => vectorTable.test(text);

describe('the rules themselves', () => {
  it.each([
    'database.prepare<[], number>(`…`)',
    'statements.prepareValue(',
    "import Sqlite from 'better-sqlite3';",
    'const rows = all("SELECT id FROM chunks");',
    'run(`\n  INSERT OR IGNORE INTO files VALUES (?)`)',
    "const remove = 'DELETE FROM files WHERE id = ?';",
  ])('know %j for SQL', (text) => {
    expect(writesSql(text)).toBe(true);
  });

  it.each(['Prepare (the) SELECT button', "'select a folder from the list'", 'pattern.exec(text)'])(
    'let %j pass',
    (text) => {
      expect(writesSql(text)).toBe(false);
    },
  );

  it.each([
    "'vectors_a'",
    'vectors_b_sum',
    '`${table}_rowids`',
    '`"${table}_vector_chunks${column}"`',
    '`${t}_chunks`',
  ])('know %j for a table of vectors', (text) => {
    expect(namesVectorTable(text)).toBe(true);
  });
});

it('every statement stands in the store', () => {
  expect(sources.length).toBeGreaterThan(100);
  expect(sources.filter(({ path, text }) => !isOfStore(path) && writesSql(text)).map(({ path }) => path)).toEqual([]);
});

it('one file knows how vectors lie; migrations say how they once did', () => {
  const naming = sources
    .filter(({ path, text }) => !path.startsWith('engine/store/migrations/') && namesVectorTable(text))
    .map(({ path }) => path);
  expect(naming).toEqual(['engine/store/vector-index.ts']);
});
