import { resolve } from 'node:path';
import { Command, CommanderError, InvalidArgumentError, Option } from 'commander';

/**
 * What `npm start` was asked for; paths are absolute.
 *
 * @typedef {object} StartOptions
 * @property {string | null} root the folder to open
 * @property {string | null} dataFolder where indexes and settings live, null for the usual place
 * @property {number} port of browser mode; 0 takes any
 * @property {boolean} browser whether browser mode was asked for
 * @property {boolean} open whether browser mode opens the browser
 * @property {boolean} smoke whether to end as soon as Whence can be used
 */

/** @param {string} text */
function port(text) {
  const value = /^\d+$/.test(text) ? Number(text) : Number.NaN;
  if (!(value <= 65_535)) throw new InvalidArgumentError('It must be a whole number from 0 to 65535.');
  return value;
}

/** @param {string} text */
function folder(text) {
  if (text === '') throw new InvalidArgumentError('It is empty.');
  return text;
}

function createCommand() {
  return new Command('npm start --')
    .description('Opens Whence in Electron where that is possible here, else in the browser.')
    .argument('[path]', 'folder to open', folder)
    .option('--data-dir <folder>', 'where indexes and settings live', folder)
    .option('--port <port>', 'port of browser mode; 0 takes any', port, 0)
    .option('--browser', 'browser mode, in any case')
    .option('--no-open', 'in browser mode: only print the address')
    .addOption(new Option('--smoke', 'end as soon as Whence can be used').hideHelp())
    .exitOverride()
    .showHelpAfterError('(npm start -- --help shows how)');
}

/**
 * Reads the arguments. Throws a CommanderError, after its text was written, for wrong usage (its `exitCode` is 2) and for
 * `--help` (0).
 *
 * @param {readonly string[]} args
 * @param {Record<string, string | undefined>} [environment] npm leaves there what it took for an option of its own
 * @returns {StartOptions}
 */
export function parseOptions(args, environment = process.env) {
  const command = createCommand();
  try {
    command.parse([...args], { from: 'user' });
    const lost = ['port', 'data_dir'].find((name) => environment[`npm_config_${name}`] !== undefined);
    if (lost) {
      const option = `--${lost.replace('_', '-')}`;
      command.error(`error: npm kept ${option} for itself; write "--" before all options: npm start -- ${option} …`);
    }
  } catch (error) {
    if (error instanceof CommanderError && error.exitCode !== 0) error.exitCode = 2;
    throw error;
  }
  const options = command.opts();
  // npm runs scripts in the checkout; the person's own folder is in INIT_CWD.
  const from = environment.INIT_CWD ?? process.cwd();
  const [path] = command.processedArgs;
  return {
    root: path === undefined ? null : resolve(from, path),
    dataFolder: options.dataDir === undefined ? null : resolve(from, options.dataDir),
    port: options.port,
    browser: options.browser === true || environment.npm_config_browser === 'true',
    open: options.open,
    smoke: options.smoke === true,
  };
}
