// `npm run package`: installs, copies grammars, builds, and makes packages for this system with electron-builder. Its options are
// passed on (`--dir` only lays the app out in a folder), and two are its own: `--fuses` and `--no-fuses`.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { checkout, pinnedNode } from '../pinned-node.mjs';
import { prepare, runProgram } from '../prepare.mjs';
import { packageOptions } from './options.mjs';

const { args, fused } = packageOptions(process.argv.slice(2), process.env);

await prepare();
const node = pinnedNode() ?? process.execPath;
await runProgram(node, [join(checkout, 'scripts', 'copy-grammars.mjs')]);
const child = spawn(node, [join(checkout, 'node_modules', 'electron-builder', 'cli.js'), 'build', ...args], {
  cwd: checkout,
  stdio: 'inherit',
  env: {
    ...process.env,
    // Files are copied, since ours take the place of electron-builder's (AppRun), and a link can't.
    USE_HARD_LINKS: 'false',
    // Its version is locked: it need not ask for a newer one.
    NO_UPDATE_NOTIFIER: '1',
    ...(fused ? {} : { WHENCE_FUSES: 'off' }),
  },
});
child.once('error', (error) => {
  process.stderr.write(`whence: electron-builder could not be started: ${error.message}\n`);
  process.exitCode = 1;
});
child.once('exit', (code) => {
  process.exitCode = code ?? 1;
});
