// `npm start [-- PATH]`: installs and builds what is needed, then opens Whence in Electron where that is possible and in the
// browser where not, and says in one line which and why. Options: `npm start -- --help`.
import { prepare } from './prepare.mjs';
import { note } from './note.mjs';

const [major = 0] = process.versions.node.split('.').map(Number);
if (major < 20) {
  note(`Node 20 or newer is needed, this is ${process.versions.node}.`);
  process.exit(1);
}

try {
  await prepare('packages');
  // Not earlier: it needs packages.
  const { main } = await import('./start/main.mjs');
  process.exit(await main(process.argv.slice(2)));
} catch (error) {
  note(error instanceof Error ? error.message : String(error));
  process.exit(1);
}
