import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { PowerMonitor } from 'electron';
import type { EmbeddingGate } from '../../engine/indexing/index.ts';

type Power = Pick<PowerMonitor, 'isOnBatteryPower' | 'on' | 'off'>;

export interface BatteryOptions {
  readonly platform?: NodeJS.Platform;
  /** Where Linux tells of batteries and chargers. */
  readonly folder?: string;
  /** Milliseconds between two looks on Linux. */
  readonly everyMs?: number;
}

const waits = 'waits while the computer runs on battery';

/**
 * Embedding takes all cores for a while: on battery it waits for the mains. On Linux Electron neither knows nor tells (its
 * `isOnBatteryPower` is always false there, its events are for macOS and Windows), so the kernel is asked, again and again while
 * something waits.
 */
export function batteryGate(power: Power, options: BatteryOptions = {}): EmbeddingGate {
  const { platform = process.platform } = options;
  return platform === 'linux' ? linuxGate(options) : eventGate(power);
}

const eventGate = (power: Power): EmbeddingGate => ({
  blockedBy: () => (power.isOnBatteryPower() ? waits : null),
  onChange: (listener) => {
    power.on('on-ac', listener);
    power.on('on-battery', listener);
    return () => {
      power.off('on-ac', listener);
      power.off('on-battery', listener);
    };
  },
});

/** What was seen is taken for granted for `everyMs`, since every batch asks. */
function linuxGate({ folder = '/sys/class/power_supply', everyMs = 15_000 }: BatteryOptions): EmbeddingGate {
  let seen: { readonly at: number; readonly onBattery: boolean } | null = null;
  const look = (): boolean => {
    const now = performance.now();
    if (seen === null || now - seen.at >= everyMs) seen = { at: now, onBattery: runsOnBattery(folder) };
    return seen.onBattery;
  };
  return {
    blockedBy: () => (look() ? waits : null),
    onChange: (listener) => {
      let last = look();
      const timer = setInterval(() => {
        seen = null;
        const now = look();
        if (now === last) return;
        last = now;
        listener();
      }, everyMs).unref();
      return () => clearInterval(timer);
    },
  };
}

/**
 * Whether a battery of the machine itself is being emptied and no charger is connected. Batteries of mice and headsets say that
 * they are of a device; a machine without batteries, or whose kernel tells nothing, runs on the mains.
 */
export function runsOnBattery(folder: string): boolean {
  const supplies = namesIn(folder).map((name) => ({
    type: read(folder, name, 'type'),
    scope: read(folder, name, 'scope'),
    status: read(folder, name, 'status'),
    online: read(folder, name, 'online'),
  }));
  const ofMachine = supplies.filter(({ scope }) => scope !== 'Device');
  const charged = ofMachine.some(({ type, online }) => type !== 'Battery' && type !== 'UPS' && /^[1-9]/u.test(online));
  return !charged && ofMachine.some(({ type, status }) => type === 'Battery' && status === 'Discharging');
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}

function read(folder: string, supply: string, name: string): string {
  try {
    return readFileSync(join(folder, supply, name), 'utf8').trim();
  } catch {
    return '';
  }
}
