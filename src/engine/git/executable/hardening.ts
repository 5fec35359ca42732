import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { devNull, tmpdir } from 'node:os';
import { join } from 'node:path';
import { GitConfig, personalConfigFiles } from '../repository/config.ts';

/*
 * A repository can name programs in its configuration and attributes: hooks, a file-system monitor, filters, text
 * converters, diff drivers, a pager, credential helpers, transports that fetch missing objects. Here each is turned off
 * by a setting that outranks the repository's, and the working tree is never compared by git itself, so that no filter is
 * asked for.
 */
const overrides: readonly (readonly [string, string])[] = [
  ['core.hooksPath', devNull],
  ['core.fsmonitor', 'false'],
  ['core.untrackedCache', 'false'],
  ['core.pager', 'cat'],
  ['core.editor', 'false'],
  ['core.askPass', ''],
  ['core.sshCommand', 'false'],
  ['core.gitProxy', ''],
  ['core.alternateRefsCommand', ''],
  ['core.quotePath', 'false'],
  ['credential.helper', ''],
  ['protocol.allow', 'never'],
  ['diff.external', ''],
  ['diff.orderFile', devNull],
  ['diff.renames', 'true'],
  ['diff.renameLimit', '1000'],
  ['log.showSignature', 'false'],
  ['log.mailmap', 'true'],
  ['gpg.program', 'false'],
  ['gpg.ssh.program', 'false'],
  ['gpg.x509.program', 'false'],
  ['submodule.recurse', 'false'],
  ['color.ui', 'false'],
  ['gc.auto', '0'],
  ['maintenance.auto', 'false'],
  ['blame.markIgnoredLines', 'false'],
  ['blame.markUnblamableLines', 'false'],
];

/** Arguments that come before every git command. */
export const hardenedArguments: readonly string[] = [
  '--no-pager',
  '--literal-pathspecs',
  ...overrides.flatMap(([key, value]) => ['-c', `${key}=${value}`]),
];

/** What git needs of the system, and nothing of git's own variables. */
const passedOn = ['PATH', 'SystemRoot', 'SYSTEMROOT', 'WINDIR', 'TEMP', 'TMP', 'TMPDIR', 'SUDO_UID'] as const;

/** Keys of the person's own configuration that change an answer and run nothing. */
const keptKeys = ['safe.directory', 'mailmap.file', 'mailmap.blob'] as const;

/** A folder of our own that stands in for the person's home, with the few settings that are kept. */
export class CleanHome {
  readonly folder: string;
  readonly environment: NodeJS.ProcessEnv;

  constructor() {
    this.folder = mkdtempSync(join(tmpdir(), 'whence-git-'));
    const configFile = join(this.folder, '.gitconfig');
    writeFileSync(configFile, keptConfig());
    this.environment = {
      ...Object.fromEntries(
        passedOn.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]])),
      ),
      HOME: this.folder,
      XDG_CONFIG_HOME: this.folder,
      LC_ALL: 'C',
      GIT_CONFIG_NOSYSTEM: '1',
      GIT_CONFIG_GLOBAL: configFile,
      GIT_ATTR_NOSYSTEM: '1',
      GIT_OPTIONAL_LOCKS: '0',
      GIT_TERMINAL_PROMPT: '0',
      GIT_ASKPASS: '',
      SSH_ASKPASS: '',
      GIT_NO_LAZY_FETCH: '1',
      // No transport at all: git before 2.45 knows no GIT_NO_LAZY_FETCH.
      GIT_ALLOW_PROTOCOL: 'none',
      GIT_PAGER: 'cat',
      PAGER: 'cat',
      GIT_EDITOR: 'false',
      GIT_LITERAL_PATHSPECS: '1',
    };
  }

  /** Writes a file that git is to read, and gives its path. */
  write(name: string, text: string): string {
    const file = join(this.folder, name);
    writeFileSync(file, text);
    return file;
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }
}

function keptConfig(): string {
  const config = new GitConfig();
  if (process.platform !== 'win32') config.addFile('/etc/gitconfig');
  for (const file of personalConfigFiles()) config.addFile(file);
  const lines: string[] = [];
  for (const key of keptKeys) {
    const [section, name] = key.split('.');
    for (const value of config.getAll(key)) lines.push(`[${section}]\n\t${name} = ${quote(value)}`);
  }
  return `${lines.join('\n')}\n`;
}

const quote = (value: string): string =>
  `"${value.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n')}"`;
