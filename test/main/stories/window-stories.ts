import assert from 'node:assert/strict';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createStandIn } from '../../e2e/stand-in/create.ts';
import { dataFolderOf, isShown, quit, repositoryIn, start, startAndShow } from './cast.ts';
import type { Story } from './rooms.ts';

/** The window: shown, mended and remembered, whatever happens. */
export const windowStories = {
  'starts, shows its window, serves its page and quits': async (stage) => {
    const started = await startAndShow(stage);
    const { standIn, call, window } = started;
    assert.deepEqual(await call('repositories.list', {}), { ok: true, data: [] });
    await call('settings.update', { theme: 'dark' });
    assert.equal(standIn.theme.themeSource, 'dark');
    assert.equal(window().background, '#17181b');
    assert.ok(window().webContents.received.some(({ args }) => args[0] === 'settings.changed'));
    assert.equal(window().webContents.leaves('https://example.com/'), false);
    assert.ok(standIn.menu.length > 3);
    await quit(stage, started);
    assert.equal(standIn.app.exitCode, 0);
    assert.deepEqual([standIn.uncaught, standIn.dialog.boxes, standIn.dialog.errors], [[], [], []]);
  },

  'is shown where ready-to-show waits for it to be shown': async (stage) => {
    await quit(stage, await startAndShow(stage, { withholdReadyToShow: true }));
  },

  'is shown though nothing is ever painted or loaded': async ({ rooms, until }) => {
    const { parts } = createStandIn();
    await parts.app.whenReady();
    const window = new parts.BrowserWindow({ show: false, webPreferences: sandboxed });
    rooms.showOnce(window, () => window.show(), 10);
    await until(() => window.isVisible(), 'the window is shown');
  },

  'a page that does not load is tried again, then asked about': async (stage) => {
    const started = await startAndShow(stage, {
      prepare: (standIn) => {
        standIn.failLoad = true;
      },
    });
    const { standIn, window } = started;
    await stage.until(() => standIn.dialog.boxes.length > 0, 'the person is asked');
    assert.deepEqual([window().webContents.loads, standIn.notifications.length], [2, 1]);
    await quit(stage, started);
  },

  'a page that crashes is loaded again once, then asked about': async (stage) => {
    const started = await startAndShow(stage);
    const { standIn, window } = started;
    window().webContents.crash('clean-exit');
    window().webContents.crash('oom');
    await stage.until(() => window().webContents.loads === 2, 'it is loaded again');
    assert.deepEqual([standIn.notifications.length, standIn.dialog.boxes.length], [1, 0]);
    // Asked, the person quits.
    standIn.dialog.answers.push(1);
    window().webContents.crash('crashed');
    await stage.until(() => standIn.phases.now === 'ended', 'Whence has quit');
    assert.equal(standIn.dialog.boxes.length, 1);
  },

  'a window that hangs is asked about until it answers': async ({ rooms, until }) => {
    const standIn = createStandIn();
    await standIn.parts.app.whenReady();
    const window = new standIn.parts.BrowserWindow({ webPreferences: sandboxed });
    const told: string[] = [];
    rooms.recoverWindow(standIn.parts, window, {
      log: () => undefined,
      tell: (title) => told.push(title),
      quitting: () => false,
      quit: () => undefined,
      patienceMs: 5,
    });
    const [shown] = standIn.app.windows;
    shown?.tell('unresponsive');
    await until(() => standIn.dialog.boxes.length === 1, 'the person is asked');
    shown?.tell('responsive');
    standIn.dialog.answers.push(0);
    await until(() => standIn.dialog.boxes[0]?.signal?.aborted === true, 'the question is gone');
    await turns();
    assert.equal(shown?.webContents.loads, 0);
    // The second time the person has it loaded again.
    shown?.tell('unresponsive');
    await until(() => shown?.webContents.loads === 1, 'it is loaded again');
  },

  'keeps its place on each display, maximized or not, also when quitting': async (stage) => {
    const file = join(dataFolderOf(stage.folder), 'window.json');
    const started = await startAndShow(stage);
    const { standIn, window } = started;
    standIn.screen.displays = [
      ...standIn.screen.displays,
      { id: 2, workArea: { x: 1920, y: 0, width: 1000, height: 700 } },
    ];
    window().bounds = { x: 2000, y: 50, width: 900, height: 600 };
    window().maximize();
    await quit(stage, started);
    const stored: unknown = JSON.parse(readFileSync(file, 'utf8'));
    const place = { x: 2000, y: 50, width: 900, height: 600, maximized: true };
    assert.deepEqual(stored, { ...place, display: 2, displays: { 2: place } });
  },

  'a place that can be neither read nor written is no reason to fail': async (stage) => {
    mkdirSync(join(dataFolderOf(stage.folder), 'window.json'), { recursive: true });
    const { standIn, window } = await startAndShow(stage);
    window().close();
    await stage.until(() => standIn.phases.now === 'ended', 'Whence has quit');
    assert.deepEqual(standIn.uncaught, []);
  },

  'what comes after a window is gone does not reach for it': async (stage) => {
    const started = await startAndShow(stage, { platform: 'darwin' });
    const { standIn, window, call } = started;
    const contents = window().webContents;
    const answered = call('repositories.asked', {});
    await turns();
    window().close();
    standIn.theme.themeSource = 'light';
    standIn.ipcMain.send(contents, 'whence:cancel', '1');
    // It waited for a page that is gone.
    assert.match(JSON.stringify(await answered), /CANCELLED/u);
    assert.deepEqual(standIn.uncaught, []);
    // macOS: the app lives on, and a click on the dock opens a window.
    standIn.app.tell('activate');
    await stage.until(() => isShown(started), 'a window is shown again');
    window().close();
    standIn.app.tell('second-instance', {}, [], '/', { open: null });
    await stage.until(() => isShown(started), 'a later start shows a window');
    await quit(stage, started);
  },

  'tells of graphics that crashed, once': async (stage) => {
    const started = await startAndShow(stage);
    const { standIn } = started;
    for (const type of ['GPU', 'GPU', 'Utility']) {
      standIn.app.tell('child-process-gone', {}, { type, reason: 'crashed', exitCode: 1 });
    }
    assert.equal(standIn.notifications.length, 1);
    await quit(stage, started);
  },

  'the scheme of the window is not that of links': async ({ rooms }) => {
    assert.ok(rooms.isWindowUrl(rooms.windowUrl));
    assert.ok(!rooms.isWindowUrl(`${rooms.linkScheme}://app/index.html`));
    assert.ok(!rooms.isLink(rooms.windowUrl));
  },

  'a data folder that can not be written is told before the lock is asked for': async (stage) => {
    writeFileSync(dataFolderOf(stage.folder), 'not a folder');
    const { standIn } = start(stage, { target: repositoryIn(stage.folder) });
    await stage.until(() => standIn.phases.now === 'ended', 'Whence has ended');
    assert.equal(standIn.app.exitCode, 1);
    assert.match(standIn.dialog.errors[0]?.text ?? '', /can't write/u);
  },
} satisfies Record<string, Story>;

const sandboxed = {
  sandbox: true,
  contextIsolation: true,
  nodeIntegration: false,
  webSecurity: true,
  preload: '/preload.cjs',
};

/** Lets what is under way come to its end. */
async function turns(): Promise<void> {
  for (let turn = 0; turn < 5; turn += 1) {
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
  }
}
