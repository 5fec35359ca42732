// `npm run dev [-- PATH]`: the window with hot reload before a host that runs from source and starts again when its sources change.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { checkout } from './pinned-node.mjs';
import { prepare } from './prepare.mjs';
import { note } from './note.mjs';

try {
  // The host refuses to start without a built window, but any build will do.
  await prepare(existsSync(join(checkout, 'out', 'renderer', 'index.html')) ? 'packages' : 'build');
  // Not earlier: it needs packages.
  const { main } = await import('./dev/main.mjs');
  process.exit(await main(process.argv.slice(2)));
} catch (error) {
  note(error instanceof Error ? error.message : String(error));
  process.exit(1);
}
