import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { whence, whenceJson } from '../helpers/command-line.ts';
import { git, makeSampleRepository, writeFiles } from '../helpers/sample-repository.ts';
import { sharedFolder } from '../helpers/temporary-folder.ts';
import { writeTinyModel } from '../helpers/tiny-model.ts';

const folder = sharedFolder();
const repository = join(folder, 'repo');
const data = join(folder, 'data');
const environment = { WHENCE_MODEL: join(folder, 'model') };
const commits = { first: '', second: '', third: '' };

interface Status {
  readonly state: string;
  readonly counts: Record<'files' | 'chunks' | 'embedded' | 'pending' | 'vectors', number>;
}

interface BlameLine {
  readonly line: number;
  readonly commit: string;
  readonly author: string;
  readonly email: string;
  readonly date: string;
  readonly summary: string;
  readonly committed: boolean;
}

interface Found {
  readonly query: string;
  readonly took_ms: number;
  readonly coverage: { readonly keyword: number; readonly meaning: number } | null;
  readonly results: readonly { readonly path: string; readonly start_line: number; readonly end_line: number }[];
}

beforeAll(async () => {
  Object.assign(commits, makeSampleRepository(repository));
  writeFiles(repository, { 'picture.png': new Uint8Array([0x89, 0x50, 0, 0, 1, 2]), '.env': 'KEY=1\n' });
  writeTinyModel(environment.WHENCE_MODEL);
  await whenceJson(['index', repository, '--data-dir', data], { environment });
});

describe('index and status', () => {
  it('counts what was indexed, and agrees with itself', async () => {
    const status = await whenceJson<Status>(['status', repository, '--data-dir', data], { environment });
    expect(status.state).toBe('up-to-date');
    expect(status.counts).toMatchObject({ files: 3, pending: 0 });
    expect(status.counts.chunks).toBeGreaterThanOrEqual(3);
    expect(status.counts.embedded).toBe(status.counts.chunks);
    expect(status.counts.vectors).toBe(status.counts.chunks);
  });

  it('runs one phase at a time', async () => {
    const own = join(folder, 'phases');
    const first = await whenceJson<Status>(['index', repository, '--data-dir', own, '--phase', '1'], { environment });
    expect(first.counts).toMatchObject({ files: 3, embedded: 0, vectors: 0, pending: first.counts.chunks });
    expect(first.state).toBe('interrupted');
    const second = await whenceJson<Status>(['index', repository, '--data-dir', own, '--phase', '2'], { environment });
    expect(second.counts).toMatchObject({ embedded: first.counts.chunks, pending: 0, vectors: first.counts.chunks });
  });

  it('rebuilds from nothing, and says what was reused when nothing changed', async () => {
    const own = join(folder, 'rebuilt');
    await whenceJson(['index', repository, '--data-dir', own], { environment });
    const again = await whence(['index', repository, '--data-dir', own], { environment });
    expect(again).toMatchObject({ code: 0, stdout: expect.stringMatching(/3 files, \d+ chunks/) as string });
    const rebuilt = await whenceJson<Status>(['index', repository, '--data-dir', own, '--rebuild'], { environment });
    expect(rebuilt.state).toBe('up-to-date');
  });

  it('says when nothing is left to resume', async () => {
    const resumed = await whence(['resume', repository, '--data-dir', data], { environment });
    expect(resumed).toMatchObject({ code: 0, stdout: expect.stringContaining('Nothing is left') as string });
  });

  it('lists what was left out, with reasons', async () => {
    const { total, files } = await whenceJson<{ total: number; files: { path: string; reason: string }[] }>([
      'skipped',
      repository,
      '--data-dir',
      data,
    ]);
    expect(total).toBe(2);
    expect(files.map(({ path, reason }) => [path, reason])).toEqual([
      ['.env', 'secret'],
      ['picture.png', 'binary'],
    ]);
  });

  it('finds nothing wrong with a sound index', async () => {
    const report = await whenceJson<{ ok: boolean; findings: unknown[] }>(['verify', repository, '--data-dir', data]);
    expect(report).toMatchObject({ ok: true, findings: [] });
  });
});

describe('search', () => {
  it('answers each line of stdin with one line, in order, odd ones included', async () => {
    const queries = [
      'wait before the next try',
      '',
      'QueryParser',
      '"Math.min(delay"',
      'lang:python header',
      '  ',
      'zzqqy',
    ];
    const { code, stdout } = await whence(
      ['search', repository, '--data-dir', data, '--stdin', '--json', '--limit', '10'],
      { input: `${queries.join('\n')}\n`, environment },
    );
    const answers = stdout
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line) as Found);
    expect(code).toBe(0);
    expect(answers.map(({ query }) => query)).toEqual(queries);
    expect(answers[0]).toMatchObject({ coverage: { keyword: 1, meaning: 1 }, took_ms: expect.any(Number) as number });
    expect(answers[2]?.results[0]?.path).toBe('src/query_parser.py');
    expect(answers[3]?.results[0]?.path).toBe('src/backoff.ts');
    expect(new Set(answers[4]?.results.map(({ path }) => path))).toEqual(new Set(['src/query_parser.py']));
    expect(answers[1]?.results).toEqual([]);
    for (const { results } of answers) {
      expect(results.length).toBeLessThanOrEqual(10);
      for (const result of results) {
        expect(result).toMatchObject({
          path: expect.not.stringMatching(/^\/|\\/) as string,
          kind: expect.any(String) as string,
          score: expect.any(Number) as number,
          reasons: expect.any(Array) as unknown[],
          snippet: expect.any(String) as string,
        });
        expect(result.start_line).toBeGreaterThan(0);
        expect(result.end_line).toBeGreaterThanOrEqual(result.start_line);
        expect(result).toHaveProperty('name');
        expect(result).toHaveProperty('language');
      }
    }
  });

  it.each(['hybrid', 'keyword', 'meaning'])('takes --mode %s and --limit', async (mode) => {
    const found = await whenceJson<Found>(
      ['search', repository, 'delay', 'attempt', '--data-dir', data, '--mode', mode, '--limit', '2'],
      { environment },
    );
    expect(found.query).toBe('delay attempt');
    expect(found.results.length).toBeGreaterThan(0);
    expect(found.results.length).toBeLessThanOrEqual(2);
  });

  it('prints places that editors understand', async () => {
    const { stdout, code } = await whence(['search', repository, 'nextDelay', '--data-dir', data], { environment });
    expect(code).toBe(0);
    expect(stdout).toMatch(/^src\/backoff\.ts:\d+-\d+ /m);
  });

  it('searches by keyword while nothing is embedded, and says so', async () => {
    const own = join(folder, 'keywords');
    await whenceJson(['index', repository, '--data-dir', own, '--phase', '1'], { environment });
    const { stdout, stderr } = await whence(['search', repository, 'nextDelay', '--data-dir', own], { environment });
    expect(stdout).toContain('src/backoff.ts');
    expect(stderr).toContain('keywords 100 %, meaning 0 %');
  });

  it('works from a folder inside the repository with paths relative to it', async () => {
    const own = join(folder, 'inside');
    await whenceJson(['index', 'src', '--data-dir', own], { environment, folder: repository });
    const found = await whenceJson<Found>(['search', 'src', 'nextDelay', '--data-dir', own], {
      environment,
      folder: repository,
    });
    expect(found.results[0]?.path).toBe('backoff.ts');
  });
});

const commitsOfSymbol = async (symbol: string): Promise<string[]> => {
  const args = ['history', repository, 'src/backoff.ts', '--symbol', symbol, '--data-dir', data];
  return (await whenceJson<{ commit: string }[]>(args)).map(({ commit }) => commit);
};

describe('blame, history and commit', () => {
  it.each(['auto', 'git', 'isomorphic'])('say who wrote what, by engine %s', async (engine) => {
    const lines = await whenceJson<BlameLine[]>([
      'blame',
      repository,
      'src/backoff.ts',
      '--engine',
      engine,
      '--data-dir',
      data,
    ]);
    const told = git(repository, ['blame', '--line-porcelain', 'src/backoff.ts'])
      .split('\n')
      .filter((line) => /^[0-9a-f]{40} \d+ \d+/.test(line))
      .map((line) => line.slice(0, 40));
    expect(lines.map(({ commit }) => commit)).toEqual(told);
    expect(lines[0]).toEqual({
      line: 1,
      commit: commits.first,
      author: 'Ada Example',
      email: 'ada@example.com',
      date: expect.stringMatching(/^2023-02-03T04:05:06(\.000)?\+01:00$/) as string,
      summary: 'Add retries with backoff',
      committed: true,
    });
    expect(lines[3]).toMatchObject({ line: 4, commit: commits.third, author: 'Lin Example' });
  });

  it('blame covers lines that are not committed yet, and takes a range', async () => {
    const lines = await whenceJson<BlameLine[]>([
      'blame',
      repository,
      'src/query_parser.py',
      '--lines',
      '17-19',
      '--data-dir',
      data,
    ]);
    expect(lines.map(({ line }) => line)).toEqual([17, 18, 19]);
    expect(lines[0]).toMatchObject({ commit: commits.second, committed: true });
    expect(lines[2]).toMatchObject({ commit: '0'.repeat(40), committed: false, summary: 'not committed yet' });
  });

  it('history goes from the newest commit to the oldest', async () => {
    const entries = await whenceJson<{ commit: string; change: string }[]>([
      'history',
      repository,
      'src/backoff.ts',
      '--data-dir',
      data,
    ]);
    expect(entries.map(({ commit, change }) => [commit, change])).toEqual([
      [commits.third, 'modified'],
      [commits.first, 'added'],
    ]);
    const ofLines = await whenceJson<{ commit: string }[]>([
      'history',
      repository,
      'src/backoff.ts',
      '--lines',
      '2-2',
      '--data-dir',
      data,
    ]);
    expect(ofLines.map(({ commit }) => commit)).toEqual([commits.first]);
  });

  it('history of a file that never was is an error, not an empty list', async () => {
    const { code, stderr } = await whence(['history', repository, 'no/such.ts', '--json', '--data-dir', data]);
    expect(code).toBe(1);
    expect(stderr).toContain('no/such.ts');
  });

  it('history of a definition has the commits that changed its lines', async () => {
    expect(await commitsOfSymbol('nextDelay')).toEqual([commits.third, commits.first]);
    expect(await commitsOfSymbol('retry')).toEqual([commits.first]);
  });

  it('commit tells message and files', async () => {
    const shown = await whenceJson<{ commit: string; message: string; files: { path: string }[] }>([
      'commit',
      repository,
      commits.second.slice(0, 10),
      '--data-dir',
      data,
    ]);
    expect(shown).toMatchObject({ commit: commits.second, author: 'Lin Example', parents: [commits.first] });
    expect(shown.message.trim()).toBe('Read the query language');
    expect(shown.files.map(({ path }) => path)).toEqual(['src/query_parser.py']);
  });

  it('need no index', async () => {
    const lines = await whenceJson<BlameLine[]>(['blame', repository, 'README.md', '--data-dir', join(folder, 'none')]);
    expect(lines).toHaveLength(3);
  });
});

describe('usage', () => {
  const commands = [
    'index',
    'resume',
    'status',
    'search',
    'blame',
    'history',
    'commit',
    'skipped',
    'verify',
    'migrate',
    'serve',
  ];

  it.each(commands)('%s explains itself', async (command) => {
    const { code, stdout } = await whence([command, '--help']);
    expect(code).toBe(0);
    for (const option of ['--data-dir', '--json', '--help']) expect(stdout).toContain(option);
  });

  it.each([
    ['no command', []],
    ['an unknown command', ['find', '.']],
    ['an unknown option', ['status', '.', '--fast']],
    ['no root', ['index']],
    ['a phase that is none', ['index', '.', '--phase', '3']],
    ['a mode that is none', ['search', '.', 'a', '--mode', 'best']],
    ['a limit that is none', ['search', '.', 'a', '--limit', '0']],
    ['a limit in words', ['search', '.', 'a', '--limit', 'ten']],
    ['neither query nor --stdin', ['search', '.']],
    ['lines that are none', ['blame', '.', 'a', '--lines', '5-2']],
    ['lines from nought', ['blame', '.', 'a', '--lines', '0-2']],
    ['an engine that is none', ['blame', '.', 'a', '--engine', 'svn']],
    ['a port that is none', ['serve', '--port', '70000']],
    ['too many arguments', ['status', '.', 'x']],
  ])('%s is wrong usage: 2', async (_what, args) => {
    const { code, stderr } = await whence(args);
    expect(code).toBe(2);
    expect(stderr).not.toBe('');
    expect(stderr).not.toMatch(/\n\s+at /);
  });

  it('tells its version', async () => {
    expect(await whence(['--version'])).toMatchObject({
      code: 0,
      stdout: expect.stringMatching(/^\d+\.\d+\.\d+/) as string,
    });
  });
});
