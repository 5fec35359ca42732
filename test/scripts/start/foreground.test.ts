import { afterEach, describe, expect, it, vi } from 'vitest';
import { exitCodeOf, runForeground } from '../../../scripts/start/foreground.mjs';
import { makeFakeCheckout } from './fake-checkout.ts';

afterEach(() => {
  vi.restoreAllMocks();
});

describe.skipIf(process.platform === 'win32')('runForeground', () => {
  it('kills a program that ignores signals after its limit, with what it started', async () => {
    const checkout = makeFakeCheckout(
      `trap 'echo asked >>"$LOG"' TERM
       sh -c 'trap "" TERM INT HUP; while :; do sleep 0.05; done' & echo ready >"$LOG"; while :; do sleep 0.05; done`,
    );
    vi.spyOn(process.stderr, 'write').mockReturnValue(true);
    const listeners = process.listenerCount('SIGTERM');
    const running = runForeground(`${checkout.electron}/electron`, [], {
      stdio: ['ignore', 'pipe', 'ignore'],
      limitMs: 500,
    });
    await expect.poll(checkout.log, { timeout: 30_000 }).toBe('ready\n');
    // Closed once nobody has it open any more, the helper included.
    const closed = new Promise((resolve) => {
      running.child?.stdout?.resume().once('close', resolve);
    });
    running.stop();
    running.stop('SIGINT');
    const end = await running.end;
    expect([end, exitCodeOf(end), running.wasAsked()]).toEqual([{ code: null, signal: 'SIGKILL' }, 137, true]);
    await closed;
    expect(process.listenerCount('SIGTERM')).toBe(listeners);
  });

  it('says why a program can not be started', async () => {
    const { end } = runForeground('/no/such/program', [], { stdio: 'ignore' });
    expect(await end).toMatchObject({ code: null, signal: null, error: { code: 'ENOENT' } });
  });
});
