import { chmodSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

export interface FakeCheckout {
  readonly folder: string;
  /** The folder for ELECTRON_OVERRIDE_DIST_PATH. */
  readonly electron: string;
  /** Arguments that browser mode was started with, or null if it was not. */
  readonly browserArguments: () => string[] | null;
  /** A file that the fake Electron can write to, as `$LOG`. */
  readonly log: () => string;
}

/**
 * A checkout whose Electron is a shell script and whose browser mode writes down its arguments and ends, or listens for ever if its folder is `/says-where`. The script finds what
 * real Electron finds: its arguments and WHENCE_READY.
 */
export function makeFakeCheckout(electronScript: string): FakeCheckout {
  const folder = temporaryFolder();
  const dist = join(folder, 'dist');
  const node = join(folder, 'out', 'node');
  const electronPackage = join(folder, 'node_modules', 'electron');
  for (const path of [dist, node, electronPackage]) mkdirSync(path, { recursive: true });
  writeFileSync(join(folder, 'package.json'), '{ "version": "9.9.9", "type": "module" }');
  writeFileSync(join(electronPackage, 'package.json'), '{ "version": "45.0.0", "type": "commonjs" }');
  writeFileSync(join(electronPackage, 'path.txt'), 'electron');
  const started = join(folder, 'browser-arguments.json');
  writeFileSync(
    join(node, 'whence.js'),
    `import { writeFileSync } from 'node:fs';
     writeFileSync(${JSON.stringify(started)}, JSON.stringify(process.argv.slice(2)));
     if (process.argv.at(-1) === '/says-where') {
       console.log('Whence is at http://127.0.0.1:1/');
       setInterval(() => {}, 1000);
     }`,
  );
  const log = join(folder, 'log');
  writeFileSync(join(dist, 'electron'), `#!/bin/sh\nLOG='${log}'\n${electronScript}\n`);
  chmodSync(join(dist, 'electron'), 0o755);
  return {
    folder,
    electron: dist,
    browserArguments: () => (existsSync(started) ? (JSON.parse(readFileSync(started, 'utf8')) as string[]) : null),
    log: () => (existsSync(log) ? readFileSync(log, 'utf8') : ''),
  };
}
