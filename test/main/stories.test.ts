import { describe, expect, it } from 'vitest';
import { temporaryFolder } from '../helpers/temporary-folder.ts';
import * as rooms from './stories/all-rooms.ts';
import { type Story, waiting } from './stories/rooms.ts';
import { systemStories } from './stories/system-stories.ts';
import { windowStories } from './stories/window-stories.ts';

// On a strict stand-in for Electron; faults.test.ts shows that each of these fails where it should.
describe.each<[string, Record<string, Story>]>([
  ['the window', windowStories],
  ['the system', systemStories],
])('%s', (_of, stories) => {
  it.each(Object.entries(stories))('%s', async (_name, story) => {
    await expect(story({ rooms, folder: temporaryFolder(), until: waiting(30_000) })).resolves.toBeUndefined();
  });
});
