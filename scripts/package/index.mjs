// `npm run package`: installs, copies grammars, builds, and makes packages for this system with electron-builder. Its options are
// passed on (`--dir` only lays the app out in a folder), and two are its own: `--fuses` and `--no-fuses`.
import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { checkout, pinnedNode } from '../pinned-node.mjs';
import { prepare, runProgram } from '../prepare.mjs';

const own = new Set(['--fuses', '--no-fuses']);
const given = process.argv.slice(2);
/** Tests drive an app through the inspector, which a fuse takes away: packages to try out keep it unless asked. */
const fused = given.includes('--fuses') || !(given.includes('--no-fuses') || given.includes('--dir'));

/** The GitHub repository whose releases are this package's updates; none unless it is named. */
function updateSource() {
  const named = process.env.WHENCE_REPOSITORY ?? process.env.GITHUB_REPOSITORY ?? '';
  const [owner, repo] = named.split('/');
  if (!owner || !repo) return [];
  return ['--config.publish.provider=github', `--config.publish.owner=${owner}`, `--config.publish.repo=${repo}`];
}

await prepare();
await runProgram(pinnedNode(), [join(checkout, 'scripts', 'copy-grammars.mjs')]);
const child = spawn(
  pinnedNode(),
  [
    join(checkout, 'node_modules', 'electron-builder', 'cli.js'),
    'build',
    ...(given.some((option) => /^--publish(?:=|$)|^-p/.test(option)) ? [] : ['--publish', 'never']),
    ...updateSource(),
    ...given.filter((option) => !own.has(option)),
  ],
  {
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
  },
);
child.once('error', (error) => {
  process.stderr.write(`whence: electron-builder could not be started: ${error.message}\n`);
  process.exitCode = 1;
});
child.once('exit', (code) => {
  process.exitCode = code ?? 1;
});
