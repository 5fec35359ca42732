import { describe, expect, it } from 'vitest';
import { SelfUpdater, type UpdaterLibrary } from '../../../src/main/updates/self-updater.ts';
import type { UpdateState } from '../../../src/shared/contract/updates.ts';

/** A place of releases in memory: `newest` is what it offers, an Error what it fails with. */
class FakeReleases {
  newest: string | Error = '1.0.0';
  progress: ((progress: { percent: number }) => void) | null = null;
  readonly asked: string[] = [];
  readonly library = {
    autoDownload: true,
    autoInstallOnAppQuit: true,
    logger: console,
    on: (event: string, listener: (given: never) => void): void => {
      if (event === 'download-progress') this.progress = listener as unknown as typeof this.progress;
    },
    checkForUpdates: async () => {
      this.asked.push('check');
      if (this.newest instanceof Error) throw this.newest;
      return { isUpdateAvailable: this.newest !== '1.0.0', updateInfo: { version: this.newest } };
    },
    downloadUpdate: async () => {
      this.asked.push('download');
      if (this.newest instanceof Error) throw this.newest;
      this.progress?.({ percent: 40 });
      return [];
    },
    quitAndInstall: () => void this.asked.push('install'),
  } as unknown as UpdaterLibrary;
}

function setUp(whyNot: string | null = null) {
  const releases = new FakeReleases();
  const states: UpdateState[] = [];
  let timer: (() => void) | null = null;
  const updater = new SelfUpdater({
    whyNot,
    load: async () => {
      releases.asked.push('load');
      return releases.library;
    },
    close: async () => void releases.asked.push('close'),
    log: () => undefined,
    platform: 'linux',
    every: (_ms, run) => {
      timer = run;
      return () => (timer = null);
    },
  });
  updater.onChange((state) => states.push(state));
  return { releases, updater, states, tick: () => timer?.(), hasTimer: () => timer !== null };
}

const settled = async (): Promise<void> =>
  new Promise((resolve) => {
    setImmediate(resolve);
  });

describe('SelfUpdater', () => {
  it('asks nobody and loads nothing until the person says yes', async () => {
    const { releases, updater, hasTimer } = setUp();
    updater.follow('off');
    await updater.check();
    await updater.download();
    await updater.install();
    expect(updater.state()).toEqual({ kind: 'off' });
    expect(releases.asked).toEqual([]);
    expect(hasTimer()).toBe(false);
  });

  it('looks at once and then daily, and no more when it is switched off', async () => {
    const { releases, updater, tick, hasTimer } = setUp();
    updater.follow('check');
    updater.follow('check');
    await settled();
    expect(updater.state()).toMatchObject({ kind: 'current', checkedAt: expect.any(Number) as number });
    expect(releases.library).toMatchObject({ autoDownload: false, autoInstallOnAppQuit: false });
    tick();
    await settled();
    expect(releases.asked).toEqual(['load', 'check', 'check']);
    updater.follow('off');
    await updater.check();
    expect(updater.state()).toEqual({ kind: 'off' });
    expect(hasTimer()).toBe(false);
    expect(releases.asked).toHaveLength(3);
  });

  it('downloads and installs only when told to, with everything closed before', async () => {
    const { releases, updater, states } = setUp();
    releases.newest = '1.1.0';
    updater.follow('check');
    await settled();
    expect(updater.state()).toEqual({ kind: 'available', version: '1.1.0' });
    await updater.install();
    await updater.download();
    expect(states).toContainEqual({ kind: 'downloading', version: '1.1.0', done: 0.4 });
    expect(updater.state()).toEqual({ kind: 'ready', version: '1.1.0' });
    await updater.check();
    expect(updater.state(), 'a look takes nothing away').toEqual({ kind: 'ready', version: '1.1.0' });
    await updater.install();
    expect(releases.asked).toEqual(['load', 'check', 'download', 'close', 'install']);
  });

  it('says in one line what failed, and tries again when asked', async () => {
    const { releases, updater } = setUp();
    releases.newest = new Error('net::ERR_NAME_NOT_RESOLVED\n    at somewhere');
    updater.follow('check');
    await settled();
    expect(updater.state()).toEqual({
      kind: 'failed',
      message: 'The look for a newer version failed: net::ERR_NAME_NOT_RESOLVED',
    });
    releases.newest = '2.0.0';
    await updater.check();
    expect(updater.state()).toEqual({ kind: 'available', version: '2.0.0' });
  });

  it('does nothing where this copy can not update itself', async () => {
    const { releases, updater } = setUp('it is a checkout');
    updater.follow('check');
    await updater.check();
    expect(updater.state()).toEqual({ kind: 'unavailable', why: 'it is a checkout' });
    expect(releases.asked).toEqual([]);
  });
});
