import { join } from 'node:path';
import { exitCodeOf, runForeground } from './foreground.mjs';
import { note } from '../note.mjs';

/**
 * Runs the browser mode to its end; answers its exit code.
 *
 * @param {import('./options.mjs').StartOptions} options
 * @param {{ checkout: string, node: string, limitMs?: number }} place
 */
export async function launchBrowserMode(options, { checkout, node, limitMs }) {
  const running = runForeground(node, browserArguments(options, checkout), {
    stdio: ['inherit', options.smoke ? 'pipe' : 'inherit', 'inherit'],
    ...(limitMs === undefined ? {} : { limitMs }),
  });
  // Its one line on stdout says that it listens.
  running.child?.stdout?.once('data', () => {
    note('browser mode listens.');
    running.stop();
  });
  return exitCodeOf(await running.end);
}

/**
 * @param {import('./options.mjs').StartOptions} options
 * @param {string} checkout
 */
function browserArguments({ root, dataFolder, port, open, smoke }, checkout) {
  return [
    join(checkout, 'out', 'node', 'whence.js'),
    'serve',
    ...(dataFolder === null ? [] : ['--data-dir', dataFolder]),
    '--port',
    String(port),
    ...(open && !smoke ? [] : ['--no-open']),
    ...(root === null ? [] : ['--', root]),
  ];
}
