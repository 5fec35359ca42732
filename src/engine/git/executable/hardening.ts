import { devNull } from 'node:os';
import { GitConfig, personalConfigFiles, resolveConfigPath } from '../repository/config.ts';
import { mailmapFile } from '../repository/mailmap.ts';
import type { Repository } from '../repository/repository.ts';

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

/** Arguments that come before every git command in this repository. */
export function hardenedArguments(repository: Repository): readonly string[] {
  const settings = [...overrides, ...keptSettings(repository)];
  return ['--no-pager', '--literal-pathspecs', ...settings.flatMap(([key, value]) => ['-c', `${key}=${value}`])];
}

/**
 * What of the person's own configuration changes an answer and runs nothing. git gets it as arguments and no configuration file
 * but the repository's, so that nothing has to be written anywhere. (git 2.35.2 to 2.37 take `safe.directory` from files only:
 * there a listed repository of another user is read by the engine that runs nothing.)
 */
function keptSettings(repository: Repository): [string, string][] {
  const personal = new GitConfig();
  if (process.platform !== 'win32') personal.addFile('/etc/gitconfig');
  for (const file of personalConfigFiles()) personal.addFile(file);
  const kept: [string, string][] = personal
    .getAll('safe.directory')
    .map((value) => ['safe.directory', value.startsWith('~/') ? resolveConfigPath(value, '') : value]);
  // The repository's own value goes before the person's, as in git.
  const file = repository.config.get('mailmap.file') ?? personal.get('mailmap.file');
  if (file !== null) kept.push(['mailmap.file', mailmapFile(repository, file)]);
  const blob = repository.config.get('mailmap.blob') ?? personal.get('mailmap.blob');
  if (blob !== null) kept.push(['mailmap.blob', blob]);
  return kept;
}

/** What git needs of the system, and nothing of git's own variables. */
const passedOn = ['PATH', 'SystemRoot', 'SYSTEMROOT', 'WINDIR', 'TEMP', 'TMP', 'TMPDIR', 'SUDO_UID'] as const;

/** Most bytes that git may take at once, so that an object that stands for gigabytes ends it. */
const allocationAtMost = '768m';

/** The environment of every git process: no home, no configuration but the repository's, no way to ask or to connect. */
export function cleanEnvironment(): NodeJS.ProcessEnv {
  const passed = passedOn.flatMap((name) => (process.env[name] === undefined ? [] : [[name, process.env[name]]]));
  return {
    ...Object.fromEntries(passed),
    // A device is no folder: nothing is found below it.
    HOME: devNull,
    XDG_CONFIG_HOME: devNull,
    LC_ALL: 'C',
    GIT_CONFIG_NOSYSTEM: '1',
    GIT_CONFIG_GLOBAL: devNull,
    GIT_ATTR_NOSYSTEM: '1',
    GIT_OPTIONAL_LOCKS: '0',
    GIT_TERMINAL_PROMPT: '0',
    GIT_ASKPASS: '',
    SSH_ASKPASS: '',
    GIT_NO_LAZY_FETCH: '1',
    // No transport at all: git before 2.45 knows no GIT_NO_LAZY_FETCH.
    GIT_ALLOW_PROTOCOL: 'none',
    GIT_ALLOC_LIMIT: allocationAtMost,
    GIT_PAGER: 'cat',
    PAGER: 'cat',
    GIT_EDITOR: 'false',
    GIT_LITERAL_PATHSPECS: '1',
  };
}
