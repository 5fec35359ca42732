import { execFileSync } from 'node:child_process';
import { chmodSync, mkdirSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:net';
import { join, resolve } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { walkRoot } from '../../src/engine/ingest/walk.ts';
import { runAsOrdinaryUser } from '../helpers/as-ordinary-user.ts';
import { writeFiles } from '../helpers/sample-repository.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

const limits = { maxFileBytes: 1 << 20, includeVendored: false };

const engine = (path: string): string => JSON.stringify(resolve(import.meta.dirname, '../../src/engine', path));

interface Reading {
  readonly paths: readonly string[];
  readonly left: Readonly<Record<string, string>>;
}

/** Brings an index up to date as somebody whom permissions stop; null where that can't be tried. */
function readAsOrdinaryUser(root: string, index: string): Reading | null {
  const code = `
    const { readPhase, createReadingPool } = await import(${engine('ingest/index.ts')});
    const { openWriter } = await import(${engine('store/index.ts')});
    const writer = await openWriter(${JSON.stringify(index)}, { root: ${JSON.stringify(root)}, appVersion: 'test' });
    const pool = createReadingPool();
    await readPhase({ writer, root: ${JSON.stringify(root)}, limits: ${JSON.stringify(limits)}, pool,
      signal: new AbortController().signal, onProgress: () => undefined });
    const paths = writer.knownFiles().filter((file) => file.state === 'indexed').map((file) => file.path);
    const left = Object.fromEntries(writer.skipped(100).files.map((file) => [file.path, file.reason + ': ' + file.detail]));
    await pool.close();
    writer.close();
    console.log(JSON.stringify({ paths, left }));`;
  const script = join(temporaryFolder(), 'read.mjs');
  writeFileSync(script, code);
  chmodSync(join(script, '..'), 0o755);
  const output = runAsOrdinaryUser([script]);
  // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- written by the program above
  return output === null ? null : (JSON.parse(output) as Reading);
}

/** Opens everything again, so that the folder can be deleted. */
function close(path: string, mode: number): void {
  chmodSync(path, mode);
  onTestFinished(() => chmodSync(path, 0o755));
}

it('folders and files that may not be read cost themselves only, and what was indexed in such a folder is kept', () => {
  const root = temporaryFolder();
  chmodSync(root, 0o777);
  const index = join(temporaryFolder(), 'index.sqlite');
  chmodSync(join(index, '..'), 0o777);
  writeFiles(root, { 'a.py': 'def a(): pass\n', 'was-open/b.py': 'def b(): pass\n', 'plain/c.py': 'def c(): pass\n' });
  if (readAsOrdinaryUser(root, index) === null) return;

  writeFiles(root, { 'new.py': 'def new(): pass\n', 'secretive.py': 'def secretive(): pass\n' });
  close(join(root, 'was-open'), 0);
  close(join(root, 'secretive.py'), 0);
  for (const [name, mode] of [
    ['none', 0],
    ['read-only', 0o400],
    ['not-entered', 0o600],
    ['entered-only', 0o100],
  ] as const) {
    writeFiles(root, { [`${name}/inner.py`]: 'def inner(): pass\n' });
    close(join(root, name), mode);
  }
  expect(readAsOrdinaryUser(root, index)).toEqual({
    paths: ['a.py', 'new.py', 'plain/c.py', 'was-open/b.py'],
    left: {
      'entered-only/': 'unreadable: permission denied; what was indexed of it before is kept',
      'none/': 'unreadable: permission denied; what was indexed of it before is kept',
      'not-entered/': 'unreadable: permission denied; what was indexed of it before is kept',
      'read-only/': 'unreadable: permission denied; what was indexed of it before is kept',
      'secretive.py': 'unreadable: permission denied',
      'was-open/': 'unreadable: permission denied; what was indexed of it before is kept',
    },
  });
});

it('paths that are too long for the system, odd names, sockets and pipes are listed and stop nothing', async () => {
  const root = temporaryFolder();
  writeFiles(root, { 'a.py': 'a', 'line\nbreak.py': 'b', 'empty/.git': '', 'empty/kept.py': 'c' });
  execFileSync('mkfifo', [join(root, 'pipe.py')]);
  const socket = createServer();
  await new Promise<void>((listening) => {
    socket.listen(join(root, 's.py'), listening);
  });
  onTestFinished(() => {
    socket.close();
  });
  // Deeper than any one path may be: made from inside.
  const name = 'd'.repeat(200);
  const dig = `const { mkdirSync, writeFileSync } = require('node:fs');
    for (let i = 0; i < 21; i += 1) { mkdirSync('${name}'); process.chdir('${name}'); }
    writeFileSync('x.py', 'x');`;
  execFileSync(process.execPath, ['-e', dig], { cwd: root });
  onTestFinished(() => {
    execFileSync('rm', ['-rf', join(root, name)]);
  });
  const { files } = walkRoot(root, limits);
  expect(files.filter(({ skip }) => skip === null).map(({ path }) => path)).toEqual([
    'a.py',
    'empty/kept.py',
    'line\nbreak.py',
  ]);
  expect(
    files.flatMap(({ path, skip }) => (skip === null ? [] : [`${path.slice(-6)} ${skip.reason} ${skip.detail}`])),
  ).toEqual([
    expect.stringMatching(/^ddddd\/ unreadable its path is too long for the system/),
    'ipe.py special a socket, device or pipe',
    's.py special a socket, device or pipe',
  ]);
});

it('a walk over its budget says what it did not look at', () => {
  const root = temporaryFolder();
  for (let i = 0; i < 4; i += 1) {
    mkdirSync(join(root, `f${i}`));
    for (let j = 0; j < 5; j += 1) writeFileSync(join(root, `f${i}`, `${j}.py`), 'x');
  }
  const { files, passedOver } = walkRoot(root, { ...limits, budget: { entries: 8, ms: 60_000 } });
  expect(files.filter(({ skip }) => skip === null)).toHaveLength(5);
  expect(passedOver.toSorted()).toEqual(['f0/', 'f1/', 'f2/']);
  expect(files.filter(({ skip }) => skip?.reason === 'time-budget').map(({ path }) => path)).toEqual([
    'f0/',
    'f1/',
    'f2/',
  ]);
});

it('only the root itself is the root that is gone', () => {
  expect(() => walkRoot(join(temporaryFolder(), 'gone'), limits)).toThrow(
    expect.objectContaining({ code: 'ROOT_GONE' }),
  );
});
