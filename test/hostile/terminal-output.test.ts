import { join } from 'node:path';
import { PassThrough } from 'node:stream';
import { describe, expect, it, onTestFinished } from 'vitest';
import { createProgressView } from '../../src/cli/progress-view.ts';
import { writeCodeLine, writeJson, writeLine } from '../../src/engine/terminal.ts';
import type { IndexingProgress } from '../../src/shared/contract/indexing.ts';
import { type Ended, whence } from '../helpers/command-line.ts';
import { GitRepository } from '../helpers/git-repository.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

/** What could steer a terminal: all controls but the line feed, and marks of direction. */
// oxlint-disable-next-line no-control-regex -- they are what must not come out
const steering = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\u200e\u200f\u2028\u2029]/;

const name = 'zor\u001b]0;PWNED\u0007\u001b[31m\u009b1m\nFORGED\tx\u202egnp.py';
const shown = String.raw`zor\x1b]0;PWNED\x07\x1b[31m\x9b1m\nFORGED\tx\u{202e}gnp.py`;

const run = async (...args: string[]): Promise<Ended> => whence(args, { environment: { WHENCE_DEBUG: '' } });

describe.runIf(process.platform !== 'win32')('what commands print', () => {
  it('steers no terminal, whatever a repository or an argument says, and a name takes one line', async () => {
    const folder = temporaryFolder();
    const data = ['--data-dir', join(folder, 'data')];
    const repository = GitRepository.create();
    onTestFinished(() => repository.remove());
    repository.write(name, 'def zorbex():\n\treturn "\u001b]0;x\u0007\u202e"\n');
    repository.write('.env', 'SECRET=1\n');
    const commit = repository.commit('Subject \u001b[31m\u202e\n\nbody \u001b[2J\tx', {
      author: 'Ev\u001b[1mil\u202e <e@example.org>',
    });
    const root = repository.root;
    const outputs = [
      await run('index', root, '--phase', '1', ...data),
      await run('search', root, 'zorbex', '--limit', '1', ...data),
      await run('history', root, name, ...data),
      await run('blame', root, name, ...data),
      await run('commit', root, commit, ...data),
      await run('skipped', root, ...data),
      await run('status', `${folder}/no\u001b[31m\nFORGED\u202e`, ...data),
      await run('blame', root, 'no\u001b[31m\nFORGED.py', ...data),
      await run('search', root, 'zorbex', '--mode', 'x\u001b[31m\nFORGED', ...data),
      await run(`--no\u001b[31m\nFORGED\u202e`),
      await run('settings', 'get', 'x\u001b[31m\nFORGED', ...data),
    ];
    const text = outputs.map(({ stdout, stderr }) => stdout + stderr).join('');
    // The line of code keeps its tab.
    expect(text).toContain(String.raw`	return "\x1b]0;x\x07\u{202e}"`);
    expect(steering.exec(text.replaceAll('\t', ''))?.[0]).toBeUndefined();
    expect(text.split('\n').filter((line) => line.startsWith('FORGED'))).toEqual([]);
    expect(outputs[1]?.stdout.split('\n')[0]).toBe(`${shown}:1-2  function zorbex`);
    expect(outputs[4]?.stdout).toContain(String.raw`author Ev\x1b[1mil\u{202e} <`);
    expect(outputs.slice(6).map(({ code }) => code)).toEqual([1, 1, 2, 2, 1]);
    // For scripts it is exact.
    const { stdout } = await run('search', root, 'zorbex', '--limit', '1', '--json', ...data);
    expect(steering.exec(stdout)?.[0]).toBeUndefined();
    expect((JSON.parse(stdout) as { results: { path: string }[] }).results[0]?.path).toBe(name);
  });

  it('steers none while files are read', () => {
    const stream = Object.assign(new PassThrough(), { isTTY: true, columns: 200 });
    let text = '';
    stream.on('data', (data: Buffer) => (text += data.toString()));
    const phase = { done: 1, total: 2, rate: 1, elapsedMs: 1, remainingMs: 1 };
    const progress: IndexingProgress = {
      repositoryId: 'a',
      state: 'reading',
      reading: phase,
      embedding: phase,
      currentFile: name,
      embedder: null,
      reused: 0,
      error: null,
    };
    const view = createProgressView(stream as unknown as NodeJS.WriteStream);
    view.show(progress);
    view.show(progress);
    view.end();
    expect(text).toContain(shown);
    // Its own: three lines up, and what is below them gone.
    expect(steering.exec(text.replaceAll('\u001b[3A\u001b[J', ''))?.[0]).toBeUndefined();
  });
});

it('JSON comes back as it was, and steers nothing on its way', () => {
  const values = [name, '\u2028\u007f\u0085', 'שלום 日本 👩‍👩‍👧', '\\u001b'];
  let text = '';
  const output = { write: (chunk: string) => ((text += chunk), true) };
  writeJson(values, output);
  expect(JSON.parse(text)).toEqual(values);
  expect(steering.exec(text)?.[0]).toBeUndefined();
  writeLine('a\tb', output);
  writeCodeLine('\ta\u0085', output);
  expect(text.split('\n').slice(1)).toEqual([String.raw`a\tb`, String.raw`${'\t'}a\x85`, '']);
});
