import { spawnSync } from 'node:child_process';
import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { checkout } from '../../helpers/command-line.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

/** Starts AppRun in a mounted AppImage whose program writes down what it was started with. */
function start(options: { namespaces: boolean; args?: string[]; environment?: Record<string, string> }) {
  const folder = temporaryFolder('whence-app-run');
  const program = (name: string, body: string): void => {
    writeFileSync(join(folder, name), `#!/bin/sh\n${body}\n`);
    chmodSync(join(folder, name), 0o755);
  };
  program('whence', `printf '%s\\n' "$@" > "$APPDIR/started"`);
  program('unshare', options.namespaces ? 'exit 0' : 'exit 1');
  const ended = spawnSync('/bin/sh', [join(checkout, 'scripts', 'package', 'AppRun'), ...(options.args ?? [])], {
    encoding: 'utf8',
    // Nothing of the system's that would show a dialog.
    env: { PATH: folder, APPDIR: folder, APPIMAGE: '/opt/Whence.AppImage', ...options.environment },
  });
  const started = join(folder, 'started');
  return { ...ended, started: existsSync(started) ? readFileSync(started, 'utf8').trimEnd().split('\n') : null };
}

describe.skipIf(process.platform === 'win32')('AppRun', () => {
  it('passes on what it was given', () => {
    const ended = start({ namespaces: true, args: ['/a path/with words', 'whence://open?path=/b'] });
    expect(ended.started).toEqual(['/a path/with words', 'whence://open?path=/b']);
    expect(ended.status).toBe(0);
  });

  it('says so where the sandbox is forbidden, and never goes without it by itself', () => {
    const ended = start({ namespaces: false, args: ['/a'] });
    expect(ended.started).toBeNull();
    expect(ended.status).toBe(1);
    expect(ended.stderr).toContain('.deb package');
    expect(ended.stderr).toContain('/opt/Whence.AppImage --no-sandbox');
  });

  it('goes without the sandbox where the person says so', () => {
    expect(start({ namespaces: false, args: ['--no-sandbox', '/a'] }).started).toEqual(['--no-sandbox', '/a']);
  });

  it('starts nothing when the updater only installs', () => {
    const ended = start({ namespaces: true, environment: { APPIMAGE_EXIT_AFTER_INSTALL: 'true' } });
    expect(ended).toMatchObject({ started: null, status: 0 });
  });
});
