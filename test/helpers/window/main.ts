import { start } from '../../../src/renderer/app/start.tsx';
import { useConnection } from '../../../src/renderer/host/connection.ts';
import { createFakeBridge, type FakeBridge } from './fake-bridge.ts';
import { type FakeState, fakeStates } from './fake-states.ts';

declare global {
  interface Window {
    fake: FakeBridge;
  }
}

const parameters = new URLSearchParams(window.location.search);
const now = Date.now();
const state = (parameters.get('state') ?? 'usual') as FakeState;
const theme = parameters.get('theme');
const answers = fakeStates[state](now);
window.fake = createFakeBridge(answers, now);
useConnection.setState(
  parameters.has('gone')
    ? { state: 'gone', wasOpen: parameters.get('gone') === 'later' }
    : { state: 'open', wasOpen: true },
);
if (theme === 'light' || theme === 'dark') {
  await window.fake.call('theme', 'settings.update', { theme });
}
start(window.fake);
