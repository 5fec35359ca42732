import { chmodSync, existsSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it, vi } from 'vitest';
import { editorCommand } from '../../../src/engine/settings/editors.ts';
import { launch } from '../../../src/engine/settings/launch.ts';
import { defaultSettings, editors } from '../../../src/shared/contract/settings.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

const hostile = '/repo/$(touch pwned); "a b" {line} `x`.ts';
const place = { root: '/repo', path: hostile, line: 12 };

describe('editorCommand', () => {
  // A path that is split, quoted or expanded would run what a repository's file names say.
  it.each(editors.filter((editor) => editor !== 'custom'))('%s gets the path whole, in one argument', (editor) => {
    for (const platform of ['linux', 'darwin', 'win32'] as const) {
      const { program, args } = editorCommand({ ...defaultSettings, editor }, place, platform);
      expect(args.filter((argument) => argument.includes('touch'))).toEqual([expect.stringContaining(hostile)]);
      expect(program).not.toContain(' ');
    }
  });

  it('fills the places of a custom command once, and only those of the command itself', () => {
    const settings = {
      ...defaultSettings,
      editor: 'custom' as const,
      editorCommand: ['my editor', '--at={line}', '{path}:{line}', '{root}', '{other}'],
    };
    expect(editorCommand(settings, place)).toEqual({
      program: 'my editor',
      args: ['--at=12', `${hostile}:12`, '/repo', '{other}'],
    });
    expect(() => editorCommand({ ...settings, editorCommand: [] }, place)).toThrow(
      expect.objectContaining({ code: 'EDITOR_FAILED' }),
    );
  });
});

describe('launch', () => {
  it('starts a program without a shell', async () => {
    const folder = temporaryFolder();
    const program = join(folder, 'editor');
    writeFileSync(
      program,
      `#!/bin/sh\nprintf '%s\\n' "$@" > "${folder}/args.tmp" && mv "${folder}/args.tmp" "${folder}/args"\n`,
    );
    chmodSync(program, 0o755);
    await launch({ program, args: ['$(touch pwned)', 'a b'] }, 'The editor');
    await vi.waitFor(() => expect(existsSync(join(folder, 'args'))).toBe(true));
    expect(readFileSync(join(folder, 'args'), 'utf8')).toBe('$(touch pwned)\na b\n');
  });

  it('says what is missing or failed, with words for what to do', async () => {
    await expect(launch({ program: 'no-such-editor-anywhere', args: [] }, 'Zed')).rejects.toMatchObject({
      code: 'EDITOR_FAILED',
      message: expect.stringContaining('not on the PATH') as string,
    });
    await expect(launch({ program: 'false', args: [] }, 'Zed')).rejects.toMatchObject({ code: 'EDITOR_FAILED' });
  });
});
