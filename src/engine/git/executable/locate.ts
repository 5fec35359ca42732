import { execFile } from 'node:child_process';
import { accessSync, constants } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';

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
  const file = findInPath();
  if (file === null) return null;
  const version = await readVersion(file);
  const parts = version?.split('.').map(Number) ?? [];
  const [major = 0, minor = 0] = parts;
  if (version === null || major < oldest[0] || (major === oldest[0] && minor < oldest[1])) return null;
  return { file, version };
}

/** By absolute folders of PATH only, so that a `git` in the current folder is never run. */
function findInPath(): string | null {
  const names = process.platform === 'win32' ? ['git.exe'] : ['git'];
  for (const folder of (process.env['PATH'] ?? '').split(delimiter)) {
    if (!isAbsolute(folder)) continue;
    for (const name of names) {
      try {
        accessSync(join(folder, name), constants.X_OK);
        return join(folder, name);
      } catch {
        // Not in this folder.
      }
    }
  }
  return null;
}

function readVersion(file: string): Promise<string | null> {
  return new Promise((resolve) => {
    execFile(file, ['--version'], { timeout: 10_000 }, (error, stdout) => {
      resolve(error ? null : (/(\d+\.\d+(?:\.\d+)?)/.exec(stdout)?.[1] ?? null));
    });
  });
}
