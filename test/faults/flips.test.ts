import { join } from 'node:path';
import { expect, it } from 'vitest';
import { createReadingPool } from '../../src/engine/ingest/index.ts';
import { makeLargeRepository } from '../helpers/sample-repository.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';
import { flipBytes } from './flips.ts';
import { seeded } from './random.ts';

it('a changed byte in the index never crashes a search, never shows a wrong line, and heals', async () => {
  const folder = temporaryFolder();
  const root = join(folder, 'root');
  makeLargeRepository(root, 12);
  const pool = createReadingPool();
  const { faults } = await flipBytes({ folder, root, random: seeded(3), flips: 30, pool });
  await pool.close();
  expect(faults).toEqual([]);
}, 120_000);
