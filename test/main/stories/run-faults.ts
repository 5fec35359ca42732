// Tells stories with faults put back, one at a time, and prints how each ended: `{ name, ended, why }`, one JSON value a line.
import { mkdtempSync, rmSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Fault, faults } from './faults.ts';
import { type Rooms, type Story, waiting } from './rooms.ts';
import { systemStories } from './system-stories.ts';
import { windowStories } from './window-stories.ts';

const mainFolder = new URL('../../../src/main/', import.meta.url).href;
const stories: Readonly<Record<string, Story>> = { ...windowStories, ...systemStories };
const all: Readonly<Record<string, Fault>> = faults;
/** ms. What a wrong program never reaches is not waited for: stories.test.ts gives a right one all the time that it takes. */
const patienceMs = 500;
/** ms. Starting a process takes longer. */
const patienceWithProcessMs = 4000;
/** Faults whose changes were all found. */
const changed = new Map<string, number>();

const faultIn = (url: string | undefined): string | null => new URL(url ?? 'file:///').searchParams.get('fault');

function withFault(text: string, fault: Fault, name: string): string {
  return fault.changes.reduce((source, [old, put]) => {
    if (source.split(old).length !== 2) throw new Error(`${fault.file} does not hold this once: ${old}`);
    changed.set(name, (changed.get(name) ?? 0) + 1);
    return source.replace(old, () => put);
  }, text);
}

// The modules of src/main are loaded anew for each fault; all else is shared.
registerHooks({
  resolve: (specifier, context, next) => {
    const found = next(specifier, context);
    const name = faultIn(context.parentURL);
    return name === null || !found.url.startsWith(mainFolder)
      ? found
      : { ...found, url: `${found.url}?${new URLSearchParams({ fault: name }).toString()}` };
  },
  load: (url, context, next) => {
    const loaded = next(url, context);
    const fault = all[faultIn(url) ?? ''];
    if (!fault || url.split('?')[0] !== `${mainFolder}${fault.file}`) return loaded;
    const text =
      typeof loaded.source === 'string' ? loaded.source : Buffer.from(loaded.source as Uint8Array).toString();
    return { ...loaded, source: withFault(text, fault, faultIn(url) ?? '') };
  },
});

/** Bugs that a fault lets loose outside of its story are part of what is expected. */
process.on('uncaughtException', () => undefined);
process.on('unhandledRejection', () => undefined);

async function end(name: string, story: Story, rooms: Rooms): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'whence-fault-'));
  const limitMs = all[name]?.file.startsWith('embedder/') ? patienceWithProcessMs : patienceMs;
  const result = await Promise.race([
    story({ rooms, folder, until: waiting(limitMs) }).then(
      () => ({ ended: 'well', why: '' }),
      (error: unknown) => ({ ended: 'badly', why: String(error) }),
    ),
    new Promise<{ ended: string; why: string }>((resolve) => {
      setTimeout(() => resolve({ ended: 'badly', why: 'it did not end' }), 4 * limitMs).unref();
    }),
  ]);
  process.stdout.write(`${JSON.stringify({ name, ...result, changes: changed.get(name) ?? 0 })}\n`);
  rmSync(folder, { recursive: true, force: true });
}

const chosen = process.argv.slice(2);
const loadRooms = async (name: string): Promise<Rooms> =>
  (await import(`./all-rooms.ts?${new URLSearchParams({ fault: name }).toString()}`)) as Rooms;

for (const [name, fault] of Object.entries(all)) {
  if (chosen.length > 0 && !chosen.includes(name)) continue;
  const story = stories[fault.story];
  if (!story) throw new Error(`there is no story "${fault.story}"`);
  try {
    await end(name, story, await loadRooms(name));
  } catch (error) {
    process.stdout.write(`${JSON.stringify({ name, ended: 'unloaded', why: String(error), changes: 0 })}\n`);
  }
}
process.exit(0);
