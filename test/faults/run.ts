/**
 * The long run: `npm run faults -- [--kills 200] [--files 300] [--seed N]`. Kills processes that index, change, re-embed and
 * repair a generated repository, and compares every index with one that nobody disturbed. Ends with 1 when anything was lost.
 */
import { mkdtempSync, realpathSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { killThrough } from './kill-driver.ts';
import { seeded } from './random.ts';
import { makeScenarios } from './scenarios.ts';

const { values } = parseArgs({
  options: {
    kills: { type: 'string', default: '200' },
    files: { type: 'string', default: '300' },
    seed: { type: 'string', default: '1' },
  },
});
const print = (line: string): void => void process.stdout.write(`${line}\n`);
const folder = realpathSync(mkdtempSync(join(tmpdir(), 'whence-faults-')));
const started = performance.now();
let kills = 0;
let losses = 0;
try {
  const random = seeded(Number(values.seed));
  const scenarios = await makeScenarios(folder, Number(values.files));
  for (const scenario of scenarios) {
    const result = await killThrough(scenario, {
      folder,
      random,
      kills: Math.ceil(Number(values.kills) / scenarios.length),
    });
    kills += result.kills;
    losses += result.faults.length;
    const during = Object.entries(result.killedDuring).map(
      ([phase, count]) => `${phase === '' ? 'starting' : phase} ${count}`,
    );
    print(`${result.name}: ${result.kills} kills (last told: ${during.join(', ')}), ${result.faults.length} faults`);
    for (const fault of result.faults) print(`  ${fault}`);
  }
} finally {
  rmSync(folder, { recursive: true, force: true });
}
print(`${kills} kills, ${losses} faults, seed ${values.seed}, ${Math.round((performance.now() - started) / 1000)} s`);
process.exitCode = losses > 0 ? 1 : 0;
