import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it, vi } from 'vitest';
import { batteryGate, runsOnBattery } from '../../../src/main/desktop/battery.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

type Supply = Readonly<Record<string, string>>;

function supplies(folder: string, all: Readonly<Record<string, Supply>>): string {
  for (const [name, facts] of Object.entries(all)) {
    mkdirSync(join(folder, name), { recursive: true });
    for (const [fact, value] of Object.entries(facts)) writeFileSync(join(folder, name, fact), `${value}\n`);
  }
  return folder;
}

const discharging = { type: 'Battery', status: 'Discharging' };

it.each<[string, boolean, Readonly<Record<string, Supply>>]>([
  ['a laptop on battery', true, { AC: { type: 'Mains', online: '0' }, BAT0: discharging }],
  [
    'a laptop on the mains',
    false,
    { AC: { type: 'Mains', online: '1' }, BAT0: { type: 'Battery', status: 'Charging' } },
  ],
  ['a charger that gives too little', false, { AC: { type: 'Mains', online: '1' }, BAT0: discharging }],
  ['a charger by USB', false, { ucsi: { type: 'USB', online: '1' }, BAT0: discharging }],
  ['two batteries, one full', true, { BAT0: { type: 'Battery', status: 'Full' }, BAT1: discharging }],
  ['a mouse', false, { hid: { ...discharging, scope: 'Device' } }],
  ['a desktop computer', false, {}],
])('%s', (_what, onBattery, all) => {
  expect(runsOnBattery(supplies(temporaryFolder(), all))).toBe(onBattery);
});

it('on Linux looks again while something waits, and a missing folder is the mains', async () => {
  const power = { isOnBatteryPower: () => true, on: vi.fn<() => never>(), off: vi.fn<() => never>() };
  const folder = supplies(temporaryFolder(), { BAT0: discharging });
  const gate = batteryGate(power, { platform: 'linux', folder, everyMs: 5 });
  const heard: (string | null)[] = [];
  const stop = gate.onChange(() => heard.push(gate.blockedBy()));
  expect(gate.blockedBy()).toMatch(/battery/u);
  supplies(folder, { BAT0: { status: 'Charging' } });
  await vi.waitFor(() => expect(heard).toEqual([null]), { timeout: 30_000 });
  stop();
  expect(batteryGate(power, { platform: 'linux', folder: join(folder, 'none') }).blockedBy()).toBeNull();
});
