import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { findProgram } from '../../processes/find-program.ts';

export interface GitExecutable {
  /** Absolute path. */
  readonly file: string;
  /** For example `2.39.5`. */
  readonly version: string;
}

/** The oldest version whose options are relied on. */
const oldest = [2, 30] as const;

let located: Promise<GitExecutable | null> | null = null;

/** The git of this machine, looked for once; null without one or when it is older than 2.30. */
export function locateGit(): Promise<GitExecutable | null> {
  located ??= locate();
  return located;
}

async function locate(): Promise<GitExecutable | null> {
  const first = findProgram('git');
  // Behind the stub there may be one of Homebrew's, which a Mac's desktop has not on its PATH.
  const file = first !== null && (await isStub(first)) ? findProgram('git', { environment: {} }) : first;
  if (file === null) return null;
  const version = await readVersion(file);
  const parts = version?.split('.').map(Number) ?? [];
  const [major = 0, minor = 0] = parts;
  if (version === null || major < oldest[0] || (major === oldest[0] && minor < oldest[1])) return null;
  return { file, version };
}

/**
 * On a Mac without the developer tools, /usr/bin/git is no git: running it opens a dialog that offers to install them. `xcode-select`
 * tells whether they are there without asking anybody.
 */
async function isStub(file: string): Promise<boolean> {
  if (process.platform !== 'darwin' || file !== '/usr/bin/git') return false;
  return run('/usr/bin/xcode-select', ['-p'], { timeout: 10_000 }).then(
    () => false,
    () => true,
  );
}

const run = promisify(execFile);

function readVersion(file: string): Promise<string | null> {
  return new Promise((resolve) => {
    execFile(file, ['--version'], { timeout: 10_000 }, (error, stdout) => {
      resolve(error ? null : (/(\d+\.\d+(?:\.\d+)?)/.exec(stdout)?.[1] ?? null));
    });
  });
}
