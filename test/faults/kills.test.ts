import { expect, it } from 'vitest';
import { temporaryFolder } from '../helpers/temporary-folder.ts';
import { killThrough } from './kill-driver.ts';
import { seeded } from './random.ts';
import { makeScenarios } from './scenarios.ts';

it('kills at any instant leave the index of an undisturbed run; the long run is `npm run faults`', async () => {
  const folder = temporaryFolder();
  const random = seeded(20_261_121);
  const scenarios = await makeScenarios(folder, 40);
  for (const scenario of scenarios) {
    const { faults, kills } = await killThrough(scenario, { folder, random, kills: 2 });
    expect(faults).toEqual([]);
    expect(kills).toBeGreaterThanOrEqual(2);
  }
}, 600_000);
