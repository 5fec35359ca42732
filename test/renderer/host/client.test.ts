import { expect, it } from 'vitest';
import { createClient } from '../../../src/renderer/host/client.ts';
import { createFakeBridge } from '../../helpers/window/fake-bridge.ts';
import { WhenceError } from '../../../src/shared/errors.ts';

it('answers with data, and throws errors by their code', async () => {
  const bridge = createFakeBridge({
    'repositories.open': () => {
      throw new WhenceError('PATH_NOT_FOUND', 'There is no such folder.');
    },
  });
  const client = createClient(bridge);
  expect((await client.call('settings.app', {})).version).toBe('0.1.0');
  await expect(client.call('repositories.open', { path: '/x' })).rejects.toMatchObject({ code: 'PATH_NOT_FOUND' });
});

it('cancels in the host what is aborted here, and does not wait for it', async () => {
  const bridge = createFakeBridge({ 'search.query': () => new Promise(() => undefined) });
  const client = createClient(bridge);
  const abort = new AbortController();
  const answer = client.call('search.query', { repositoryId: 'r', text: 'x' }, abort.signal);
  abort.abort();
  await expect(answer).rejects.toMatchObject({ code: 'CANCELLED' });
  expect(bridge.cancelled).toHaveLength(1);
});

it('does not even send what was aborted before', async () => {
  const bridge = createFakeBridge();
  const abort = AbortSignal.abort();
  await expect(createClient(bridge).call('settings.app', {}, abort)).rejects.toMatchObject({ code: 'CANCELLED' });
  expect(bridge.calls).toEqual([]);
});

it('hands events to those who listen to them, until they stop', () => {
  const bridge = createFakeBridge();
  const seen: string[] = [];
  const stop = createClient(bridge).on('settings.changed', ({ theme }) => seen.push(theme));
  const settings = { theme: 'dark' } as never;
  bridge.emit('settings.changed', settings);
  bridge.emit('indexing.progress', {} as never);
  stop();
  bridge.emit('settings.changed', settings);
  expect(seen).toEqual(['dark']);
});
