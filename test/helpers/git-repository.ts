import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, realpathSync, rmSync, writeFileSync } from 'node:fs';
import { devNull, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

export interface CommitOptions {
  /** `Name <address>`; Ada by default. */
  readonly author?: string;
  /** Seconds since the epoch and zone; an hour after the commit before by default. */
  readonly date?: string;
}

/** A repository made with the git command, away from the configuration of whoever runs the tests. */
export class GitRepository {
  readonly root: string;
  #clock = 1_600_000_000;

  constructor(root: string) {
    this.root = root;
  }

  static create(options: { format?: 'sha256'; folder?: string } = {}): GitRepository {
    const parent = realpathSync(mkdtempSync(join(tmpdir(), 'whence-test-git-')));
    const root = join(parent, options.folder ?? 'repository');
    mkdirSync(root);
    const repository = new GitRepository(root);
    repository.git('init', '-q', '-b', 'main', ...(options.format ? [`--object-format=${options.format}`] : []));
    return repository;
  }

  git(...args: string[]): string {
    return this.gitWith({}, ...args);
  }

  gitWith(environment: NodeJS.ProcessEnv, ...args: string[]): string {
    return execFileSync('git', args, {
      cwd: this.root,
      encoding: 'latin1',
      maxBuffer: 1 << 30,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, ...testEnvironment, ...environment },
    });
  }

  /** As `git`, for a command that is meant to fail (a merge that conflicts). */
  tryGit(...args: string[]): void {
    try {
      this.git(...args);
    } catch {
      // Meant to fail.
    }
  }

  write(path: string, content: string | Buffer): void {
    const file = join(this.root, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, content);
  }

  /** Commits everything in the working tree; answers the commit's id. */
  commit(message: string, options: CommitOptions = {}): string {
    this.git('add', '-A');
    this.#clock += 3600;
    const match = /^(.*) <(.*)>$/.exec(options.author ?? 'Ada Lovelace <ada@example.org>');
    const date = options.date ?? `${this.#clock} +0200`;
    this.gitWith(
      {
        GIT_AUTHOR_NAME: match?.[1] ?? '',
        GIT_AUTHOR_EMAIL: match?.[2] ?? '',
        GIT_AUTHOR_DATE: date,
        GIT_COMMITTER_DATE: date,
      },
      'commit',
      '-q',
      '--allow-empty',
      '-m',
      message,
    );
    return this.head();
  }

  head(): string {
    return this.git('rev-parse', 'HEAD').trim();
  }

  /** A commit date for merges, later than everything before. */
  merge(...args: string[]): void {
    this.#clock += 3600;
    const date = `${this.#clock} +0200`;
    this.gitWith({ GIT_AUTHOR_DATE: date, GIT_COMMITTER_DATE: date }, 'merge', '-q', '--no-edit', ...args);
  }

  remove(): void {
    rmSync(dirname(this.root), { recursive: true, force: true });
  }
}

const testEnvironment: NodeJS.ProcessEnv = {
  GIT_CONFIG_GLOBAL: devNull,
  GIT_CONFIG_NOSYSTEM: '1',
  GIT_COMMITTER_NAME: 'Cora Mitter',
  GIT_COMMITTER_EMAIL: 'cora@example.org',
  GIT_AUTHOR_NAME: 'Ada Lovelace',
  GIT_AUTHOR_EMAIL: 'ada@example.org',
  LC_ALL: 'C',
};

/** What `git blame --porcelain` says of each line. */
export interface ReferenceLine {
  readonly commit: string;
  readonly originalLine: number;
  readonly originalPath: string;
  readonly author: string;
  readonly email: string;
  readonly summary: string;
  readonly boundary: boolean;
}

const utf8 = (text: string | undefined): string => Buffer.from(text ?? '', 'latin1').toString('utf8');

/** Blame by the git command itself, run plainly: what the engines are held to. `args` come before the path. */
export function referenceBlame(repository: GitRepository, path: string, ...args: string[]): ReferenceLine[] {
  const output = repository.git('-c', 'core.quotePath=false', 'blame', '--line-porcelain', ...args, '--', path);
  return output
    .split(/^\t[^\n]*\n?/m)
    .slice(0, -1)
    .map((block) => {
      const [header = '', ...facts] = block.trimEnd().split('\n');
      const fact = (name: string): string | undefined =>
        facts.find((line) => line.startsWith(`${name} `))?.slice(name.length + 1);
      const [commit = '', originalLine] = header.split(' ');
      return {
        commit,
        originalLine: Number(originalLine),
        originalPath: utf8(fact('filename')),
        author: utf8(fact('author')),
        email: utf8(fact('author-mail')).replace(/^<(.*)>$/, '$1'),
        summary: utf8(fact('summary')),
        boundary: facts.includes('boundary'),
      };
    });
}
