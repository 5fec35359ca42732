/**
 * The long run: `npm run faults -- [--kills 200] [--files 150] [--flips 1000] [--seed N] [--only SCENARIO]`. Kills processes that index, change,
 * re-embed, migrate and repair a generated repository, and compares every index with one that nobody disturbed; then changes
 * bytes of an index and its WAL, one at a time. Ends with 1 when anything was lost, wrong or crashed.
 */
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { createReadingPool } from '../../src/engine/ingest/index.ts';
import { makeLargeRepository } from '../helpers/sample-repository.ts';
import { flipBytes } from './flips.ts';
import { killThrough } from './kill-driver.ts';
import { seeded } from './random.ts';
import { makeScenarios } from './scenarios.ts';

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '200' },
    files: { type: 'string', default: '150' },
    flips: { type: 'string', default: '1000' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string' },
  },
});
const [killsWanted, files, flips, seed] = [values.kills, values.files, values.flips, values.seed].map(Number) as [
  number,
  number,
  number,
  number,
];
const print = (line: string): void => void process.stdout.write(`${line}\n`);
const tally = (counts: Readonly<Record<string, number>>): string =>
  Object.entries(counts)
    .map(([name, count]) => `${name === '' ? 'starting' : name} ${count}`)
    .join(', ');

interface Outcome {
  readonly tried: number;
  readonly faults: number;
}

async function runKills(folder: string): Promise<Outcome> {
  if (killsWanted === 0) return { tried: 0, faults: 0 };
  const random = seeded(seed);
  const all = await makeScenarios(folder, files);
  const scenarios = all.filter(({ name }) => values.only === undefined || name === values.only);
  let [kills, losses] = [0, 0];
  for (const scenario of scenarios) {
    const result = await killThrough(scenario, { folder, random, kills: Math.ceil(killsWanted / scenarios.length) });
    kills += result.kills;
    losses += result.faults.length;
    print(
      `${result.name}: ${result.kills} kills (last told: ${tally(result.killedDuring)}), ${result.faults.length} faults`,
    );
    for (const fault of result.faults) print(`  ${fault}`);
  }
  print(`${kills} kills, ${losses} faults, seed ${seed}`);
  return { tried: kills, faults: losses };
}

async function runFlips(folder: string): Promise<Outcome> {
  if (flips === 0) return { tried: 0, faults: 0 };
  const root = join(folder, 'flipped-root');
  makeLargeRepository(root, 12);
  const pool = createReadingPool();
  const result = await flipBytes({ folder, root, random: seeded(seed), flips, pool });
  await pool.close();
  print(`${result.flips} changed bytes (${tally(result.ends)}), ${result.faults.length} faults, seed ${seed}`);
  for (const fault of result.faults) print(`  ${fault}`);
  return { tried: result.flips, faults: result.faults.length };
}

const folder = realpathSync(mkdtempSync(join(tmpdir(), 'whence-faults-')));
const started = performance.now();
try {
  const [kills, bytes] = [await runKills(folder), await runFlips(folder)];
  const faults = kills.faults + bytes.faults;
  const took = `${Math.round((performance.now() - started) / 1000)} s`;
  print(
    `${faults === 0 ? 'All is well: nothing lost, wrong or crashed' : `${faults} FAULTS`} in ${kills.tried} kills and ${bytes.tried} changed bytes, ${took}`,
  );
  process.exitCode = faults > 0 ? 1 : 0;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
