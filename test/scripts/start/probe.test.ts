import { describe, expect, it } from 'vitest';
import { type System, rootReason, sandboxReason, whyNoSandbox, whyNoWindow } from '../../../scripts/start/probe.mjs';

const desktop: System = {
  platform: 'linux',
  environment: { DISPLAY: ':0' },
  userId: () => 1000,
  namespaces: () => 'forbidden',
  isHelper: () => false,
};

describe('whyNoWindow', () => {
  it.each<[string, Partial<System>, string | null]>([
    ['X11', {}, null],
    ['Wayland alone', { environment: { DISPLAY: '', WAYLAND_DISPLAY: 'wayland-0' } }, null],
    ['no display', { environment: {} }, 'there is no display'],
    ['root', { userId: () => 0 }, rootReason],
    [
      'root who does without the sandbox',
      { userId: () => 0, environment: { DISPLAY: ':0', ELECTRON_DISABLE_SANDBOX: '1' } },
      null,
    ],
    ['X11 forwarded over SSH', { environment: { DISPLAY: 'localhost:10.0', SSH_CONNECTION: '1' } }, null],
    ['macOS', { platform: 'darwin', environment: {}, userId: () => 0 }, null],
    [
      'macOS over SSH',
      { platform: 'darwin', environment: { SSH_CONNECTION: '1 2 3 4' } },
      'this is a session over SSH, which can show no window',
    ],
    ['Windows', { platform: 'win32', environment: {}, userId: () => -1 }, null],
  ])('%s', (_, changes, why) => {
    expect(whyNoWindow({ ...desktop, ...changes })).toBe(why);
  });
});

describe('whyNoSandbox', () => {
  const program = "/home/ada/it's/dist/electron";
  const why = (changes: Partial<System>): string | null => whyNoSandbox({ ...desktop, ...changes }, program);

  it('says how to allow a sandbox that is forbidden, in a command that can be pasted', () => {
    expect(why({})).toBe(sandboxReason(program));
    expect(why({})).toContain(`chmod 4755 '/home/ada/it'\\''s/dist/chrome-sandbox'`);
  });

  it('lets Electron try where namespaces are allowed, can not be told, or its helper is set up', () => {
    expect(why({ namespaces: () => 'allowed' })).toBeNull();
    expect(why({ namespaces: () => 'unknown' })).toBeNull();
    expect(why({ isHelper: (path) => path === "/home/ada/it's/dist/chrome-sandbox" })).toBeNull();
    expect(why({ environment: { DISPLAY: ':0', ELECTRON_DISABLE_SANDBOX: '1' } })).toBeNull();
    expect(why({ platform: 'darwin' })).toBeNull();
  });
});
