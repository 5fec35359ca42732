import type { Statements } from '../statements.ts';
import { isVectorTable } from '../vector-index.ts';

/** Bytes of an index by what they are for. */
export interface BytesByUse {
  readonly text: number;
  readonly keyword: number;
  readonly vectors: number;
}

/** `dbstat` reads every page of the index. */
export function readBytesByUse(statements: Statements): BytesByUse {
  const rows = statements
    .prepare<[], { name: string; bytes: number }>(
      'dbstat.by-table',
      'SELECT name, sum(pgsize) AS bytes FROM dbstat GROUP BY name',
    )
    .all();
  const sumOf = (matches: (name: string) => boolean): number =>
    rows.reduce((sum, { name, bytes }) => sum + (matches(name) ? bytes : 0), 0);
  return {
    text: sumOf((name) => name === 'texts'),
    keyword: sumOf((name) => name.startsWith('chunks_fts')),
    vectors: sumOf((name) => isVectorTable(name) || name.startsWith('vector_cache')),
  };
}
