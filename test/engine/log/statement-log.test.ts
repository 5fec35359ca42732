import { join } from 'node:path';
import { mkdirSync, readdirSync } from 'node:fs';
import { expect, it } from 'vitest';
import { indexFileOf } from '../../../src/engine/data-folder.ts';
import { readLog, statementLog } from '../../../src/engine/log/index.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

it('writes to the log of the data folder that the index lies in, and nowhere for one that lies in none', () => {
  const folder = temporaryFolder();
  const data = join(folder, 'data');
  mkdirSync(data);
  statementLog(indexFileOf(data, 'abc')).slowStatement('chunks.insert', 61.7);
  statementLog(join(folder, 'elsewhere', 'index.sqlite')).slowStatement('chunks.insert', 61.7);
  expect(readLog(data, 10).map((line) => JSON.parse(line) as unknown)).toMatchObject([
    { event: 'statement.slow', level: 'warn', statement: 'chunks.insert', tookMs: 62, times: 1 },
  ]);
  expect(readdirSync(folder)).toEqual(['data']);
});
