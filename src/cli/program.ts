import { Command, Option } from 'commander';
import { appVersion } from '../engine/app-version.ts';
import { errorOutput, writeLine, writeText } from '../engine/terminal.ts';
import { blameEngines } from '../shared/contract/git.ts';
import { searchModes } from '../shared/contract/search.ts';
import { filterHelp } from '../shared/query/index.ts';
import { lineRange, wholeNumber } from './options.ts';

type SetExitCode = (code: number) => void;

/**
 * All commands with their options. What a command does is imported when it runs, so that a search does not pay for the rest.
 * Wrong usage throws a CommanderError.
 */
export function createProgram(setExitCode: SetExitCode): Command {
  const program = new Command('whence')
    .description('Finds code by meaning and by keyword on this machine, and shows who wrote it.')
    .version(appVersion, '-V, --version')
    .exitOverride()
    .configureOutput({
      writeOut: (text) => writeText(text),
      writeErr: (text) => writeText(text, errorOutput),
      // An argument that is echoed stays in its line.
      outputError: (text) => writeLine(text.trimEnd(), errorOutput),
    })
    .showHelpAfterError('(--help shows how)')
    .helpCommand(false)
    .addHelpText(
      'after',
      '\nExit codes: 0 done, 1 a failure (stderr says which), 2 wrong usage, 3 done but for files that failed, 130 paused by Ctrl-C.\nEnvironment: WHENCE_DATA, where indexes and settings live.',
    );
  addIndexing(program, setExitCode);
  addReading(program, setExitCode);
  addGit(program);
  addServe(program);
  addSettings(program);
  addFaults(program, setExitCode);
  return program;
}

function command(program: Command, usage: string, description: string): Command {
  return program
    .command(usage)
    .description(description)
    .option('--data-dir <folder>', 'where indexes and settings live')
    .option('--json', 'write JSON')
    .showHelpAfterError('(--help shows how)');
}

function addIndexing(program: Command, setExitCode: SetExitCode): void {
  command(program, 'index <root>', 'Bring the index of a folder up to date: files to chunks, then chunks to vectors.')
    .addOption(new Option('--phase <phase>', 'only reading (1) or only embedding (2)').choices(['1', '2']))
    .option('--rebuild', "start from nothing; an index that can't be opened is kept aside")
    .option('--retry-failed', 'read files again that failed before')
    .option('--blame', 'also blame every file, for author:, after: and before:')
    .option('--yes', 'index even the home folder or a whole disk')
    .action(async (root, options) => {
      const { runIndex } = await import('./commands/indexing.ts');
      setExitCode(await runIndex(root, options));
    });
  command(program, 'resume <root>', 'Go on with an index that was paused or interrupted.').action(
    async (root, options) => {
      const { runResume } = await import('./commands/indexing.ts');
      setExitCode(await runResume(root, options));
    },
  );
  command(program, 'verify <root>', 'Check an index in full.')
    .option('--repair', 'rebuild what is damaged')
    .action(async (root, options) => {
      const { runVerify } = await import('./commands/verify.ts');
      setExitCode(await runVerify(root, options));
    });
  command(program, 'migrate <root>', 'Bring the schema of an index up to date, or back to the backup made before.')
    .option('--rollback', 'go back to the backup; the index as it is now is kept aside')
    .action(async (root, options) => {
      const { runMigrate } = await import('./commands/migrate.ts');
      await runMigrate(root, options);
    });
}

function addReading(program: Command, setExitCode: SetExitCode): void {
  command(program, 'status <root>', 'Say how far the index of a folder is.').action(async (root, options) => {
    const { runStatus } = await import('./commands/status.ts');
    setExitCode(await runStatus(root, options));
  });
  command(program, 'skipped <root>', 'List the files left out, with reasons.')
    .option('--limit <count>', 'at most this many', wholeNumber(1, 10_000_000))
    .action(async (root, options) => {
      const { runSkipped } = await import('./commands/status.ts');
      await runSkipped(root, options);
    });
  command(program, 'search <root> [query...]', 'Find code.')
    .option('--stdin', 'read one query per line from stdin')
    .addOption(new Option('--mode <mode>', 'how to search').choices([...searchModes]).default('hybrid'))
    .option('--limit <count>', 'at most this many results', wholeNumber(1, 10_000), 10)
    .addHelpText('after', () => `\nFilters in a query (a “-” before one turns it round):\n${filterHelp()}`)
    .action(async (root, query, options) => {
      if (query.length === 0 && !options.stdin) program.error('error: give a query, or --stdin');
      const { runSearch } = await import('./commands/search.ts');
      setExitCode(await runSearch(root, query.join(' '), options));
    });
}

function addGit(program: Command): void {
  const engine = new Option('--engine <engine>', 'which engine to use').choices([...blameEngines]).default('auto');
  command(program, 'blame <root> <path>', 'Say who wrote the lines of a file.')
    .option('--lines <range>', 'only lines A-B', lineRange)
    .option('--revision <revision>', 'as of this revision')
    .option('--ignore-whitespace', 'look through changes of white space')
    .addOption(engine)
    .action(async (root, path, options) => {
      const { runBlame } = await import('./commands/git.ts');
      await runBlame({ root, path }, options);
    });
  command(program, 'history <root> <path>', 'List the commits that changed a file, following renames.')
    .option('--lines <range>', 'only changes to lines A-B', lineRange)
    .addOption(
      new Option('--symbol <name>', 'only changes to this definition, for example Parser.parse').conflicts('lines'),
    )
    .option('--limit <count>', 'at most this many', wholeNumber(1, 100_000), 100)
    .action(async (root, path, options) => {
      const { runHistory } = await import('./commands/git.ts');
      await runHistory({ root, path }, options);
    });
  command(program, 'commit <root> <commit>', 'Show a commit: message, author, date and files.').action(
    async (root, commit, options) => {
      const { runCommit } = await import('./commands/git.ts');
      await runCommit({ root, commit }, options);
    },
  );
}

const several = (value: string, before: readonly string[] = []): string[] => [...before, value];

function addServe(program: Command): void {
  command(program, 'serve [root]', 'Open Whence in the browser, on this machine only.')
    .option('--port <port>', 'port to listen on; 0 takes any', wholeNumber(0, 65_535), 0)
    .option('--no-open', 'only print the address')
    .option(
      '--allow <folder>',
      'let the window open this folder and those in it without asking; may be repeated',
      several,
    )
    .action(async (root, options) => {
      const { runServe } = await import('./commands/serve.ts');
      await runServe(root, options);
    });
}

function addSettings(program: Command): void {
  const settings = program.command('settings').description('Read and change settings.').helpCommand(false);
  command(settings, 'get [name]', 'Print one setting, or all of them.').action(async (name, options) => {
    const { runSettingsGet } = await import('./commands/settings.ts');
    runSettingsGet(name, options);
  });
  command(
    settings,
    'set <name> <value...>',
    'Change a setting. A command of your own for the editor: settings set editorCommand -- edit +{line} {path}',
  ).action(async (name, value, options) => {
    const { runSettingsSet } = await import('./commands/settings.ts');
    runSettingsSet(name, value, options);
  });
}

function addFaults(program: Command, setExitCode: SetExitCode): void {
  command(
    program,
    'log',
    'Print what Whence wrote down of its own failures, as JSON lines. No code and no queries are in it.',
  )
    .option('--lines <count>', 'at most so many of the last lines', wholeNumber(1, 100_000), 50)
    .option('--follow', 'go on with what is added, until Ctrl-C')
    .action(async (options) => {
      const { runLog } = await import('./commands/log.ts');
      await runLog(options);
    });
  command(
    program,
    'doctor [root]',
    'Check what Whence stands on, and the index of a folder: what a bug report needs.',
  ).action(async (root, options) => {
    const { runDoctor } = await import('./commands/doctor.ts');
    setExitCode(await runDoctor(root, options));
  });
}
