import type { ErrorCode, WhenceError } from '../shared/errors.ts';
import type { CommonOptions } from './options.ts';

/** The root that a command was given, and its options. */
export interface Asked extends CommonOptions {
  readonly root: string;
}

/** A command on the same root and data folder, as it can be pasted. `words` are the command and its flags: `verify --repair`. */
export function commandLine(words: string, { root, dataDir }: Asked): string {
  const [command = '', ...flags] = words.split(' ');
  const program = process.env['WHENCE_COMMAND'] ?? 'whence';
  const folder = dataDir === undefined ? [] : ['--data-dir', dataDir];
  // A root that begins with a dash would be read as a flag.
  const place = root.startsWith('-') ? `./${root}` : root;
  return [program, command, place, ...flags, ...folder].map(quoted).join(' ');
}

type Run = (words: string) => string;
type Advice = (run: Run, error: WhenceError, asked: Asked & { readonly repair?: boolean }) => string;

const anew: Advice = (run) => `To keep it aside and index anew: ${run('index --rebuild')}`;
const goOn: Advice = (run) => `To go on: ${run('resume')}`;

const advice: Readonly<Partial<Record<ErrorCode, Advice>>> = {
  INDEX_MISSING: (run) => `To index it: ${run('index')}`,
  INDEX_DAMAGED: (run, error, asked) =>
    asked.repair ? anew(run, error, asked) : `To mend it: ${run('verify --repair')}`,
  INDEX_MISMATCH: (run, error, asked) => {
    if (error.data['action'] === 'migrate') return `To do so: ${run('migrate')}`;
    return error.data['action'] === 're-embed' ? `To do so: ${run('index')}` : anew(run, error, asked);
  },
  INDEX_NEWER: (run, error, asked) =>
    typeof error.data['backup'] === 'number'
      ? `To go back to the backup of schema ${error.data['backup']}: ${run('migrate --rollback')}`
      : anew(run, error, asked),
  DISK_FULL: goOn,
  EMBEDDER_CRASHED: goOn,
  EMBEDDER_TIMEOUT: goOn,
};

/** How to go on after a failure: one sentence with a command; null where no command helps. */
export function adviceFor(error: WhenceError, asked: Asked & { readonly repair?: boolean }): string | null {
  return advice[error.code]?.((words) => commandLine(words, asked), error, asked) ?? null;
}

/** A word of a command line, in quotes where a shell would take it apart. */
function quoted(word: string): string {
  if (/^[\w@%+=:,./\\-]+$/.test(word) && !(process.platform !== 'win32' && word.includes('\\'))) return word;
  return process.platform === 'win32' ? `"${word}"` : `'${word.replaceAll("'", "'\\''")}'`;
}
