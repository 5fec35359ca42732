// `npm start [-- PATH]`: installs and builds what is needed, then opens Whence in Electron where that is possible and in the
// browser where not, and says in one line which and why.
import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { checkElectron } from './electron.mjs';
import { checkout, pinnedNode } from './pinned-node.mjs';
import { prepare } from './prepare.mjs';

const note = (text) => process.stderr.write(`whence: ${text}\n`);

const [major] = process.versions.node.split('.').map(Number);
if (major < 20) {
  note(`Node 20 or newer is needed, this is ${process.versions.node}.`);
  process.exit(1);
}

const flags = process.argv.slice(2).filter((arg) => arg.startsWith('-'));
const path = process.argv.slice(2).find((arg) => !arg.startsWith('-'));
// npm runs scripts in the checkout; the person's own folder is in INIT_CWD.
const root = path === undefined ? null : resolve(process.env.INIT_CWD ?? process.cwd(), path);

try {
  await prepare();
} catch (error) {
  note(error.message);
  process.exit(1);
}

const electron = flags.includes('--browser')
  ? { program: null, why: 'as asked with --browser' }
  : await checkElectron(checkout, pinnedNode());
const version = JSON.parse(readFileSync(join(checkout, 'package.json'), 'utf8')).version;
if (electron.program) {
  note(`Whence ${version} opens in Electron: ${electron.why}.`);
  run(electron.program, [checkout, ...(root ? [root] : [])]);
} else {
  note(`Whence ${version} opens in browser mode: ${electron.why}.`);
  const options = flags.filter((flag) => flag !== '--browser');
  run(pinnedNode(), [join(checkout, 'out', 'node', 'whence.js'), 'serve', ...options, ...(root ? ['--', root] : [])]);
}

/** Runs Whence in the foreground: its signals and its exit code are ours. */
function run(program, args) {
  const child = spawn(program, args, { stdio: 'inherit' });
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  child.once('error', (error) => {
    note(error.message);
    process.exit(1);
  });
  child.once('exit', (code) => process.exit(code ?? 1));
}
