// Finds Electron's binary, and tries once to install it: a failure is remembered for this version, so that the next start
// does not wait again.
import { spawn } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const installLimitMs = 60_000;

/** Path of Electron's program where it can run here, else null; `why` in words either way. */
export async function checkElectron(checkout, node) {
  const noDisplay = process.platform === 'linux' && !process.env.DISPLAY && !process.env.WAYLAND_DISPLAY;
  if (noDisplay) return { program: null, why: 'there is no display' };
  const installed = electronProgram(checkout);
  if (installed) return { program: installed, why: 'its binary is installed' };
  const failure = join(checkout, '.cache', 'electron-install-failed');
  const version = JSON.parse(readFileSync(join(checkout, 'node_modules', 'electron', 'package.json'), 'utf8')).version;
  if (existsSync(failure) && readFileSync(failure, 'utf8') === version) {
    return { program: null, why: `Electron's binary could not be installed earlier (delete ${failure} to try again)` };
  }
  process.stderr.write('whence: installing Electron (tried once) …\n');
  await install(checkout, node);
  const program = electronProgram(checkout);
  if (program) return { program, why: 'its binary was just installed' };
  mkdirSync(join(checkout, '.cache'), { recursive: true });
  writeFileSync(failure, version);
  return { program: null, why: "Electron's binary is not installed and could not be downloaded" };
}

/** Path of the installed program, or null. */
export function electronProgram(checkout) {
  const folder = join(checkout, 'node_modules', 'electron');
  const named = join(folder, 'path.txt');
  if (!existsSync(named)) return null;
  const program = join(
    process.env.ELECTRON_OVERRIDE_DIST_PATH ?? join(folder, 'dist'),
    readFileSync(named, 'utf8').trim(),
  );
  return existsSync(program) ? program : null;
}

async function install(checkout, node) {
  await new Promise((done) => {
    const child = spawn(node, [join(checkout, 'node_modules', 'electron', 'install.js')], { stdio: 'ignore' });
    const timer = setTimeout(() => child.kill('SIGKILL'), installLimitMs);
    const end = () => {
      clearTimeout(timer);
      done();
    };
    child.once('error', end);
    child.once('exit', end);
  });
}
