import { afterEach, expect, it, vi } from 'vitest';
import { followRoot } from '../../../../src/renderer/features/search/follow-root.ts';
import { remember, setContent, useSearch } from '../../../../src/renderer/features/search/search-store.ts';
import { useView } from '../../../../src/renderer/frame/view-store.ts';
import { createClient } from '../../../../src/renderer/host/client.ts';
import { createFakeBridge } from '../../../helpers/window/fake-bridge.ts';

const stops: (() => void)[] = [];
afterEach(() => {
  for (const stop of stops.splice(0)) stop();
});

const show = (repositoryId: string | null): void => useView.setState({ repositoryId });

it('gives each root its own searches and an empty box, and keeps both for one that is come back to', async () => {
  const read: string[] = [];
  const added: string[] = [];
  const bridge = createFakeBridge({
    'search.history': ({ repositoryId }) => {
      read.push(repositoryId);
      return [`of ${repositoryId}`];
    },
    'search.remember': ({ repositoryId, text }) => {
      added.push(`${repositoryId}: ${text}`);
      return added;
    },
  });
  stops.push(followRoot(createClient(bridge)));

  show('harbour');
  await vi.waitFor(() => expect(useSearch.getState().history).toEqual(['of harbour']), { timeout: 30_000 });
  setContent({ text: 'retry', chips: [] });
  remember('retry');
  show(null);
  show('harbour');
  expect(useSearch.getState().content.text).toBe('retry');

  show('lighthouse');
  // At once, since what is drawn of the new root must not ask it what was asked of the other.
  expect(useSearch.getState()).toMatchObject({ historyKey: 'lighthouse', history: [], content: { text: '' } });
  await vi.waitFor(() => expect(useSearch.getState().history).toEqual(['of lighthouse']), { timeout: 30_000 });
  expect({ read, added }).toEqual({ read: ['harbour', 'lighthouse'], added: ['harbour: retry'] });
});
