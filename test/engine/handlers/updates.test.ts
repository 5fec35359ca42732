import { expect, it } from 'vitest';
import { windowCapabilities } from '../../../src/engine/host-capabilities.ts';
import { createEngine } from '../../../src/engine/engine.ts';
import type { Updater } from '../../../src/engine/updates/updater.ts';
import type { CallContext } from '../../../src/shared/contract/index.ts';
import type { UpdateState } from '../../../src/shared/contract/updates.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

const context: CallContext = { signal: new AbortController().signal };

/** Writes down what it is asked. */
class FakeUpdater implements Updater {
  readonly asked: string[] = [];
  listener: ((state: UpdateState) => void) | null = null;
  state(): UpdateState {
    return { kind: 'current', checkedAt: null };
  }
  follow(setting: 'off' | 'check'): void {
    this.asked.push(`follow ${setting}`);
  }
  async check(): Promise<void> {
    this.asked.push('check');
  }
  async download(): Promise<void> {
    this.asked.push('download');
  }
  async install(): Promise<void> {
    this.asked.push('install');
  }
  onChange(listener: (state: UpdateState) => void): void {
    this.listener = listener;
  }
}

it('lets the window ask for updates only after the person switched them on', async () => {
  const updater = new FakeUpdater();
  const events: unknown[] = [];
  const engine = await createEngine({
    dataFolder: temporaryFolder(),
    emit: (name, payload) => events.push([name, payload]),
    host: { ...windowCapabilities, kind: 'electron', updater },
  });
  const { handlers } = engine;
  for (const name of ['updates.check', 'updates.download', 'updates.install'] as const) {
    await expect(Promise.resolve().then(() => handlers[name]({}, context))).rejects.toMatchObject({
      code: 'BAD_REQUEST',
    });
  }
  expect(updater.asked).toEqual(['follow off']);
  await handlers['settings.update']({ updates: 'check' }, context);
  await handlers['updates.check']({}, context);
  expect(updater.asked).toEqual(['follow off', 'follow check', 'check']);
  updater.listener?.({ kind: 'available', version: '9.0.0' });
  expect(events).toContainEqual(['updates.changed', { kind: 'available', version: '9.0.0' }]);
  await engine.close();
});

it('says where there is no updater that something else updates Whence', async () => {
  const engine = await createEngine({
    dataFolder: temporaryFolder(),
    emit: () => undefined,
    host: { ...windowCapabilities, kind: 'browser' },
  });
  expect(await engine.handlers['updates.state']({}, context)).toMatchObject({ kind: 'unavailable' });
  expect(await engine.handlers['settings.licences']({}, context)).toContain('- react\n');
  await engine.close();
});
