import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** Somebody who commits; dates are fixed, so that commit ids are the same in every run. */
export interface Author {
  readonly name: string;
  readonly email: string;
}

export const ada: Author = { name: 'Ada Example', email: 'ada@example.com' };
export const lin: Author = { name: 'Lin Example', email: 'lin@example.com' };

/** Runs git in a folder, apart from the configuration of the machine. */
export function git(folder: string, args: readonly string[], environment: Record<string, string> = {}): string {
  return execFileSync('git', ['-c', 'commit.gpgsign=false', '-c', 'init.defaultBranch=main', ...args], {
    cwd: folder,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, GIT_CONFIG_GLOBAL: '/dev/null', GIT_CONFIG_SYSTEM: '/dev/null', ...environment },
  });
}

export function writeFiles(folder: string, files: Readonly<Record<string, string | Uint8Array>>): void {
  for (const [path, content] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, path)), { recursive: true });
    writeFileSync(join(folder, path), content);
  }
}

/** Writes files and commits them all as `author` at `date` (ISO 8601). Answers the commit's full id. */
export function commit(
  folder: string,
  change: { files: Readonly<Record<string, string | Uint8Array>>; author: Author; date: string; message: string },
): string {
  writeFiles(folder, change.files);
  git(folder, ['add', '--all']);
  git(folder, ['commit', '--quiet', '--message', change.message], {
    GIT_AUTHOR_NAME: change.author.name,
    GIT_AUTHOR_EMAIL: change.author.email,
    GIT_AUTHOR_DATE: change.date,
    GIT_COMMITTER_NAME: change.author.name,
    GIT_COMMITTER_EMAIL: change.author.email,
    GIT_COMMITTER_DATE: change.date,
  });
  return git(folder, ['rev-parse', 'HEAD']).trim();
}

const backoff = `/** How long to wait before the next try. */
export function nextDelay(attempt: number, base = 100): number {
  const delay = base * 2 ** attempt;
  return Math.min(delay, 30_000);
}

export async function retry<T>(work: () => Promise<T>, attempts = 5): Promise<T> {
  for (let attempt = 0; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (attempt >= attempts) throw error;
      await new Promise((resolve) => setTimeout(resolve, nextDelay(attempt)));
    }
  }
}
`;

const parser = `"""Reads the query language of the search box."""


class QueryParser:
    """Turns text into terms and filters."""

    def parse(self, text):
        """Split a query into words, quoted phrases and filters."""
        words = []
        for word in text.split():
            words.append(word.lower())
        return words


def parse_http_header(line):
    name, _, value = line.partition(':')
    return name.strip(), value.strip()
`;

/** A small repository with two authors, three commits and an uncommitted line. Answers the commits, oldest first. */
export function makeSampleRepository(folder: string): {
  readonly first: string;
  readonly second: string;
  readonly third: string;
} {
  mkdirSync(folder, { recursive: true });
  git(folder, ['init', '--quiet']);
  const first = commit(folder, {
    files: { 'src/backoff.ts': backoff, 'README.md': '# Sample\n\nRetries with backoff.\n' },
    author: ada,
    date: '2023-02-03T04:05:06+01:00',
    message: 'Add retries with backoff',
  });
  const second = commit(folder, {
    files: { 'src/query_parser.py': parser },
    author: lin,
    date: '2024-05-06T07:08:09+00:00',
    message: 'Read the query language',
  });
  const third = commit(folder, {
    files: { 'src/backoff.ts': backoff.replace('30_000', '60_000') },
    author: lin,
    date: '2025-06-07T08:09:10+00:00',
    message: 'Wait up to a minute',
  });
  writeFiles(folder, { 'src/query_parser.py': `${parser}\n# not committed yet\n` });
  return { first, second, third };
}

/** A repository of `files` generated modules: work enough that a kill meets it in the middle. */
export function makeLargeRepository(folder: string, files: number): void {
  mkdirSync(folder, { recursive: true });
  git(folder, ['init', '--quiet']);
  const words = ['cache', 'token', 'buffer', 'index', 'query', 'vector', 'commit', 'stream', 'handle', 'record'];
  const content: Record<string, string> = {};
  for (let i = 0; i < files; i += 1) {
    const functions = Array.from({ length: 6 }, (_, j) => {
      const [a, b] = [words[(i + j) % 10], words[(i * 7 + j * 3) % 10]];
      return [
        `/** Takes the ${a} of module ${i} and folds it into the ${b}, step ${j}. */`,
        `export function ${a}To${b?.replace(/^./, (c) => c.toUpperCase())}${i}x${j}(input: readonly number[]): number {`,
        `  let ${a}Total = ${i * j};`,
        `  for (const value of input) {`,
        `    if (value % ${j + 2} === 0) ${a}Total += value * ${i + 1};`,
        `    else ${a}Total -= value - ${j};`,
        `  }`,
        `  const ${b}Count = input.length + ${i};`,
        `  return ${a}Total / Math.max(1, ${b}Count);`,
        '}',
      ].join('\n');
    });
    content[`src/group${i % 20}/module-${i}.ts`] = `${functions.join('\n\n')}\n`;
  }
  commit(folder, { files: content, author: ada, date: '2024-01-01T00:00:00Z', message: 'Generate modules' });
}
