// Takes Electron's place in a process of its own, so that the built main and preload bundles run in tests where Electron's binary is
// not installed. A window is a page of Chromium, a utility process a child of Node; see create.ts for how strict it is.
import { dirname } from 'node:path';
import { chromiumPages } from './chromium-pages.ts';
import { createStandIn, type StandIn } from './create.ts';
import type { StandInProtocol } from './protocol.ts';

// As Electron has it: its own switches stand before the app, and it takes none of them away.
const [program = '', main = '', ...rest] = process.argv;
process.argv = [program, '--no-sandbox', '--inspect=0', main, ...rest];

const standIn: StandIn = createStandIn({
  appPath: dirname(main),
  withholdReadyToShow: process.env['STAND_IN_WAYLAND'] === '1',
  exit: (code) => process.exit(code),
  // The application hears of it as of every exception that nobody caught.
  onUncaught: (error) => {
    setImmediate(() => {
      throw error;
    });
  },
  page: chromiumPages({
    browser: process.env['STAND_IN_BROWSER'] ?? '',
    ipcMain: () => standIn.ipcMain,
    // oxlint-disable-next-line typescript/no-unsafe-type-assertion -- the stand-in's own part
    protocol: () => standIn.parts.protocol as unknown as StandInProtocol,
  }),
});

standIn.dialog.pick = process.env['STAND_IN_PICK'] ?? null;
standIn.dialog.showErrorBox = (title, text) => void process.stderr.write(`${title}: ${text}\n`);
standIn.shell.showItemInFolder = (path) => void process.stdout.write(`shown ${path}\n`);
// The first of each is a wish to quit; after it the system's own way is back.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) process.once(signal, () => standIn.app.quit());

export const {
  app,
  BrowserWindow,
  dialog,
  ipcMain,
  Menu,
  nativeTheme,
  Notification,
  powerMonitor,
  protocol,
  screen,
  session,
  shell,
  utilityProcess,
} = standIn.parts;
