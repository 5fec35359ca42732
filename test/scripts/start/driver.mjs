// What `npm start` does after its preparations, as a process of its own: driver.mjs CHECKOUT ELECTRON-FOLDER.
import { openWhence } from '../../../scripts/start/open.mjs';

const [checkout = '', electron = ''] = process.argv.slice(2);
process.exit(
  await openWhence(
    { root: null, dataFolder: null, port: 0, browser: false, open: false, smoke: false },
    {
      checkout,
      node: process.execPath,
      // A busy machine is no reason to kill.
      limits: { stopMs: 600_000 },
      system: {
        platform: 'linux',
        environment: { ...process.env, DISPLAY: ':0', ELECTRON_OVERRIDE_DIST_PATH: electron },
        userId: () => 1000,
        namespaces: () => 'allowed',
        isHelper: () => false,
      },
    },
  ),
);
