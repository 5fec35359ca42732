import { spawnSync } from 'node:child_process';
import { chmodSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** Rights by which root reads what permissions forbid. */
const rights = '-dac_override,-dac_read_search';

/**
 * Ways to start a program that permissions hold for, tried in order: as it is (whoever is not root, or a root without those
 * rights), root without those rights (everything of root's own stays open to it), and another user.
 */
const ways: readonly (readonly string[])[] = [
  [],
  ['setpriv', `--bounding-set=${rights}`, `--inh-caps=${rights}`],
  ['setpriv', '--reuid=65534', '--regid=65534', '--clear-groups'],
  [process.execPath, '--import', 'data:text/javascript,process.setegid(65534);process.seteuid(65534)'],
];

let found: readonly string[] | null | undefined;

/** A way in which a closed folder is closed and this checkout can be read. */
function findWay(): readonly string[] | null {
  const folder = mkdtempSync(join(tmpdir(), 'whence-closed-'));
  const closed = join(folder, 'closed');
  mkdirSync(closed);
  writeFileSync(join(closed, 'file'), 'x');
  chmodSync(folder, 0o755);
  chmodSync(closed, 0);
  const probe = `
    const { readdirSync, readFileSync } = require('node:fs');
    readFileSync(${JSON.stringify(import.meta.filename)});
    try { readdirSync(${JSON.stringify(closed)}); } catch (error) { process.exit(error.code === 'EACCES' ? 0 : 1); }
    process.exit(1);`;
  try {
    return ways.find((way) => runToEnd(commandOf(way, ['-e', probe])).status === 0) ?? null;
  } finally {
    chmodSync(closed, 0o700);
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The command line that runs Node with these arguments in such a way. */
function commandOf(way: readonly string[], args: readonly string[]): readonly [string, ...string[]] {
  const [program = process.execPath, ...before] = way;
  return [program, ...before, ...(program === process.execPath ? args : [process.execPath, ...args])];
}

const runToEnd = ([program, ...args]: readonly [string, ...string[]]) => spawnSync(program, args, { encoding: 'utf8' });

/**
 * The command that runs Node with these arguments such that permissions of files hold, also where the tests run as root. Null where
 * this machine has no way to do that (Windows, or root that may not give up its rights).
 */
export function ordinaryCommand(args: readonly string[]): readonly [string, ...string[]] | null {
  found ??= process.platform === 'win32' ? null : findWay();
  return found === null ? null : commandOf(found, args);
}

/** Runs Node with these arguments by `ordinaryCommand`; answers what it wrote to stdout. Null where that can't be done. */
export function runAsOrdinaryUser(args: readonly string[]): string | null {
  const command = ordinaryCommand(args);
  if (command === null) return null;
  const { status, stdout, stderr } = runToEnd(command);
  if (status !== 0) throw new Error(`it ended with ${status}: ${stderr}`);
  return stdout;
}
