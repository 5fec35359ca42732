import {
  chmodSync,
  cpSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import { homedir } from 'node:os';
import { dirname, join, parse } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { ordinaryCommand } from '../helpers/as-ordinary-user.ts';
import { type StartOptions, startWhence, whence, whenceJson } from '../helpers/command-line.ts';
import {
  ada,
  commit,
  git,
  makeLargeRepository,
  makeSampleRepository,
  writeFiles,
} from '../helpers/sample-repository.ts';
import { sharedFolder } from '../helpers/temporary-folder.ts';
import { writeTinyModel } from '../helpers/tiny-model.ts';

const folder = sharedFolder();
const data = join(folder, 'data');
const environment = { WHENCE_MODEL: join(folder, 'model') };

interface Status {
  readonly state: string;
  readonly git: string;
  readonly counts: Record<'files' | 'chunks' | 'embedded' | 'pending' | 'vectors', number>;
}

/** A failure is one line on stderr that says what to do, with exit code 1 and no stack trace. */
async function expectFailure(args: readonly string[], words: RegExp, options: StartOptions = {}): Promise<void> {
  const { code, stdout, stderr } = await whence(args, { environment, ...options });
  expect(stderr.trimEnd()).toMatch(words);
  expect(stderr.trimEnd().split('\n')).toHaveLength(1);
  expect(stderr).not.toContain('unexpected error');
  expect([code, stdout]).toEqual([1, '']);
}

const indexed = async (root: string): Promise<Status> =>
  whenceJson<Status>(['index', root, '--data-dir', data], { environment });

const indexFileOf = (dataFolder: string): string => {
  const [name] = readdirSync(join(dataFolder, 'indexes'));
  return join(dataFolder, 'indexes', name ?? '', 'index.sqlite');
};

beforeAll(() => {
  writeTinyModel(environment.WHENCE_MODEL);
});

describe('roots that are none', () => {
  it('no such path, a file, home and the whole disk', async () => {
    writeFiles(folder, { 'a-file': 'x\n' });
    for (const command of ['index', 'status', 'resume', 'skipped', 'verify']) {
      await expectFailure([command, join(folder, 'nowhere'), '--data-dir', data], /no folder .*nowhere/);
      await expectFailure([command, join(folder, 'a-file'), '--data-dir', data], /is a file/);
    }
    await expectFailure(['search', join(folder, 'nowhere'), 'x', '--data-dir', data], /no folder .*nowhere/);
    await expectFailure(['index', homedir(), '--data-dir', data], /holds [\d,]+ files or more.*--yes/);
    await expectFailure(['index', parse(folder).root, '--data-dir', data], /holds [\d,]+ files or more.*--yes/);
  });

  it('a folder that may not be read', async ({ skip }) => {
    skip(ordinaryCommand([]) === null, 'nobody here whom permissions stop');
    const closed = join(folder, 'closed');
    mkdirSync(closed, { mode: 0o000 });
    await expectFailure(['index', closed, '--data-dir', data], /can't be read/, { ordinary: true });
    chmodSync(closed, 0o700);
  });

  it('a root without an index', async () => {
    const root = join(folder, 'fresh');
    mkdirSync(root);
    for (const args of [
      ['search', root, 'x'],
      ['resume', root],
      ['skipped', root],
      ['verify', root],
      ['migrate', root],
    ]) {
      await expectFailure([...args, '--data-dir', data], /not indexed yet|index the folder first/);
    }
    expect((await whenceJson<Status>(['status', root, '--data-dir', data], { environment })).state).toBe('not-indexed');
  });
});

describe('roots of an odd kind', () => {
  it('a plain folder is searched, and blame says why it can not', async () => {
    const root = join(folder, 'plain');
    writeFiles(root, { 'a.ts': 'export const plain = 1;\n' });
    expect(await indexed(root)).toMatchObject({ state: 'up-to-date', git: 'none', counts: { files: 1 } });
    const found = await whenceJson<{ results: { path: string }[] }>(['search', root, 'plain', '--data-dir', data], {
      environment,
    });
    expect(found.results[0]?.path).toBe('a.ts');
    await expectFailure(['blame', root, 'a.ts', '--data-dir', data], /not (in )?a git repository/i);
  });

  it('bare, empty and unborn repositories each say what they are', async () => {
    const bare = join(folder, 'bare.git');
    const empty = join(folder, 'empty');
    const unborn = join(folder, 'unborn');
    mkdirSync(empty);
    git(folder, ['init', '--quiet', '--bare', 'bare.git']);
    git(empty, ['init', '--quiet']);
    writeFiles(unborn, { 'a.ts': 'export const unborn = 1;\n' });
    git(unborn, ['init', '--quiet']);
    expect(await indexed(bare)).toMatchObject({ git: 'bare', counts: { files: 0 } });
    expect(await indexed(empty)).toMatchObject({ git: 'unborn', counts: { files: 0 }, state: 'up-to-date' });
    expect(await indexed(unborn)).toMatchObject({ git: 'unborn', counts: { files: 1 } });
    await expectFailure(['blame', bare, 'a.ts', '--data-dir', data], /bare|no file/i);
  });

  it('file names with spaces, newlines, quotes and bytes that are no UTF-8', async () => {
    const root = join(folder, 'names');
    const names = ['a b.ts', 'new\nline.ts', 'quo"te\'s.ts', '-dash.ts', 'ünï 😀.ts', '$(x);`y`.ts'];
    mkdirSync(root);
    git(root, ['init', '--quiet']);
    commit(root, {
      files: Object.fromEntries(names.map((name, i) => [name, `export const oddName${i} = ${i};\n`])),
      author: ada,
      date: '2024-01-01T00:00:00Z',
      message: 'odd',
    });
    writeFileSync(
      Buffer.concat([Buffer.from(`${root}/caf`), Buffer.from([0xe9]), Buffer.from('.ts')]),
      'export const latin = 1;\n',
    );
    const { counts } = await indexed(root);
    expect(counts.files).toBeGreaterThanOrEqual(names.length);
    for (const [i, name] of names.entries()) {
      const found = await whenceJson<{ results: { path: string }[] }>(
        ['search', root, `oddName${i}`, '--data-dir', data, '--limit', '1'],
        { environment },
      );
      expect(found.results[0]?.path).toBe(name);
      const lines = await whenceJson<{ author: string }[]>(['blame', root, '--data-dir', data, '--json', '--', name], {
        environment,
      });
      expect(lines).toMatchObject([{ author: 'Ada Example' }]);
    }
  });

  it('paths that would leave the root', async () => {
    const root = join(folder, 'inside');
    makeSampleRepository(root);
    writeFiles(folder, { 'outside.txt': 'secret\n' });
    await expectFailure(['blame', root, '../outside.txt', '--data-dir', data], /outside/);
    await expectFailure(['blame', root, join(folder, 'outside.txt'), '--data-dir', data], /outside/);
    await expectFailure(['blame', root, 'src/none.ts', '--data-dir', data], /no file|not tracked/);
    await expectFailure(['commit', root, 'deadbeefdeadbeef', '--data-dir', data], /.+/);
  });
});

describe('data folders and indexes in trouble', () => {
  const root = join(folder, 'sound');

  beforeAll(async () => {
    makeSampleRepository(root);
    await whenceJson(['index', root, '--data-dir', join(folder, 'sound-data')], { environment });
  });

  function copyOfData(name: string): string {
    const copy = join(folder, name);
    cpSync(join(folder, 'sound-data'), copy, { recursive: true });
    return copy;
  }

  it('a data folder that is a file', async () => {
    writeFileSync(join(folder, 'data-file'), '');
    await expectFailure(['index', root, '--data-dir', join(folder, 'data-file')], /can't write/i);
  });

  it('a data folder that can not be written', async ({ skip }) => {
    skip(ordinaryCommand([]) === null, 'nobody here whom permissions stop');
    const closed = copyOfData('closed-data');
    for (const path of [closed, join(closed, 'indexes'), dirname(indexFileOf(closed))]) chmodSync(path, 0o500);
    await expectFailure(['index', root, '--data-dir', closed], /can't write/i, { ordinary: true });
    const found = await whence(['search', root, 'nextDelay', '--data-dir', closed], { environment, ordinary: true });
    expect(found.stdout).toContain('src/backoff.ts');
    for (const path of [closed, join(closed, 'indexes'), dirname(indexFileOf(closed))]) chmodSync(path, 0o700);
  });

  it('a file that is no database is kept and a new index started', async () => {
    const damaged = copyOfData('damaged-data');
    const file = indexFileOf(damaged);
    writeFileSync(file, 'this is no database, and never was one'.repeat(200));
    await expectFailure(['search', root, 'nextDelay', '--data-dir', damaged], /damaged|no readable index/);
    const lines = await whenceJson<unknown[]>(['blame', root, 'README.md', '--data-dir', damaged]);
    expect(lines).toHaveLength(3);
    const told = await whence(['status', root, '--data-dir', damaged, '--json']);
    expect([told.code, JSON.parse(told.stdout)]).toMatchObject([
      1,
      { state: 'unreadable', counts: null, error: { code: 'INDEX_DAMAGED' } },
    ]);
    expect(JSON.parse(told.stdout)).toMatchObject({ index_bytes: statSync(file).size });
    const words = await whence(['status', root, '--data-dir', damaged]);
    expect([words.code, words.stdout.includes('chunks')]).toEqual([1, false]);
    expect(readFileSync(file, 'utf8')).toContain('never was one');
    const status = await whence(['index', root, '--data-dir', damaged], { environment });
    expect(status.code).toBe(0);
    expect(readdirSync(dirname(file)).filter((name) => name.includes('damaged'))).toHaveLength(1);
  });

  it('a model with a wrong checksum is refused by name, and keywords are searched all the same', async () => {
    const wrong = join(folder, 'wrong-model');
    cpSync(environment.WHENCE_MODEL, wrong, { recursive: true });
    writeFileSync(
      join(wrong, 'model.onnx'),
      Buffer.concat([readFileSync(join(wrong, 'model.onnx')), Buffer.from([0])]),
    );
    const own = join(folder, 'wrong-data');
    const failed = await whence(['index', root, '--data-dir', own], { environment: { WHENCE_MODEL: wrong } });
    expect(failed).toMatchObject({ code: 1, stderr: expect.stringMatching(/checksum|not the one|bytes/i) as string });
    const found = await whence(['search', root, 'nextDelay', '--data-dir', own], {
      environment: { WHENCE_MODEL: wrong },
    });
    expect(found).toMatchObject({ code: 0, stdout: expect.stringContaining('src/backoff.ts') as string });
  });

  it('a repository that was moved away says so and keeps its index', async () => {
    const moving = join(folder, 'moving');
    const own = join(folder, 'moving-data');
    makeSampleRepository(moving);
    await whenceJson(['index', moving, '--data-dir', own], { environment });
    renameSync(moving, `${moving}-away`);
    await expectFailure(['index', moving, '--data-dir', own], /no folder/);
    renameSync(`${moving}-away`, moving);
    const status = await whenceJson<Status>(['status', moving, '--data-dir', own], { environment });
    expect(status).toMatchObject({ state: 'up-to-date', counts: { files: 3 } });
  });
});

describe('two at once, and Ctrl-C', () => {
  const root = join(folder, 'large');
  const own = join(folder, 'large-data');

  beforeAll(() => makeLargeRepository(root, 400));

  async function untilEmbedding(): Promise<void> {
    await expect
      .poll(
        async () => {
          const { stdout } = await whence(['status', root, '--data-dir', own, '--json'], { environment });
          return stdout === '' ? 0 : (JSON.parse(stdout) as Status).counts.files;
        },
        { timeout: 60_000, interval: 20 },
      )
      .toBeGreaterThan(20);
  }

  it('a second writer is refused and told who writes, readers go on, Ctrl-C pauses and resume ends it', async () => {
    const first = startWhence(['index', root, '--data-dir', own], { environment });
    await untilEmbedding();
    const second = await whence(['index', root, '--data-dir', own], { environment });
    expect(second).toMatchObject({ code: 1, stderr: expect.stringContaining(`process ${first.child.pid}`) as string });
    first.child.kill('SIGINT');
    const ended = await first.ended;
    expect(ended).toMatchObject({ code: 130, signal: null });
    expect(ended.stderr).toMatch(/Paused: .*resume/);
    expect(ended.stderr).not.toMatch(/\n\s+at /);
    const paused = await whenceJson<Status>(['status', root, '--data-dir', own], { environment });
    expect(paused.state).toBe('interrupted');
    const resumed = await whence(['resume', root, '--data-dir', own], { environment });
    expect(resumed.code).toBe(0);
    const status = await whenceJson<Status>(['status', root, '--data-dir', own], { environment });
    expect(status).toMatchObject({ state: 'up-to-date', counts: { files: 400, pending: 0 } });
    expect(status.counts.vectors).toBe(status.counts.chunks);
    rmSync(own, { recursive: true });
  });
});
