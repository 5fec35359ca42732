import assert from 'node:assert/strict';
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createStandIn, type StandIn } from '../../e2e/stand-in/create.ts';
import { embedderHeapMB, type EmbedderExit, type EmbedderPort } from '../../../src/engine/embedding/index.ts';
import { quit, repositoryIn, start, startAndShow } from './cast.ts';
import type { Stage, Story } from './rooms.ts';

const sandboxed = {
  sandbox: true,
  contextIsolation: true,
  nodeIntegration: false,
  webSecurity: true,
  preload: '/preload.cjs',
};

const never = async (): Promise<never> => new Promise(() => undefined);

/** What comes from the system: other starts, links, the end of the session, processes, power. */
export const systemStories = {
  'a second start has the first open its folder': async (stage) => {
    const first = await startAndShow(stage);
    const repository = repositoryIn(stage.folder);
    first.window().minimize();
    const asked = first.call('repositories.asked', {});
    const second = start(stage, { target: repository });
    await stage.until(() => second.standIn.phases.now === 'ended', 'the second start has ended');
    assert.equal(second.standIn.app.exitCode, 0);
    assert.equal(second.standIn.app.windows.size, 0);
    await stage.until(() => !first.window().isMinimized(), 'the window comes to the front');
    assert.deepEqual(await withinReason(asked, stage), {
      ok: true,
      data: { root: repository, file: null, line: null },
    });
    await quit(stage, first);
  },

  'a link is followed when the person says so, and not else': async (stage) => {
    const first = await startAndShow(stage, { platform: 'darwin' });
    const { standIn } = first;
    const [refused, accepted] = [repositoryIn(stage.folder, 'refused'), repositoryIn(stage.folder, 'accepted')];
    writeFileSync(join(accepted, 'a.ts'), '');
    const asked = first.call('repositories.asked', {});
    standIn.dialog.answers.push(1, 0);
    standIn.app.tell('open-url', { preventDefault: () => undefined }, linkTo(refused));
    await stage.until(() => standIn.dialog.boxes.length === 1, 'the person is asked');
    await new Promise(setImmediate);
    standIn.app.tell('open-url', { preventDefault: () => undefined }, linkTo(join(accepted, 'a.ts')));
    assert.deepEqual(await withinReason(asked, stage), { ok: true, data: { root: accepted, file: 'a.ts', line: 7 } });
    await quit(stage, first);
  },

  'opens what its own command line names, not the app': async ({ rooms }) => {
    const place = { appPath: '/checkout', isPackaged: false, workingFolder: '/home/ada' };
    const argv = ['/electron', '--no-sandbox', '--inspect=0', '--remote-debugging-port=0', '/checkout', '/repo'];
    assert.equal(rooms.findOpenPath(argv, place), '/repo');
    assert.equal(rooms.findOpenPath(argv.slice(0, -1), place), null);
  },

  'ends in time though closing hangs, with its windows off the screen at once': async ({ rooms, until }) => {
    const standIn = await readyStandIn();
    let hidden = false;
    rooms.closeBeforeQuit(standIn.parts, {
      close: never,
      hideWindows: () => {
        hidden = true;
      },
      log: () => undefined,
      limitMs: 20,
    });
    standIn.app.quit();
    assert.equal(hidden, true);
    await until(() => standIn.app.exitCode === 0, 'Whence has ended');
  },

  'ends in time though a window refuses to close': async ({ rooms, until }) => {
    const standIn = await readyStandIn();
    const window = new standIn.parts.BrowserWindow({ webPreferences: sandboxed });
    window.on('close', (event) => event.preventDefault());
    const quitting = rooms.closeBeforeQuit(standIn.parts, {
      close: async () => undefined,
      hideWindows: () => undefined,
      log: () => undefined,
      limitMs: 20,
    });
    // An update closes first, and quits when it is ready: that may take longer.
    await quitting.closeFirst();
    await new Promise((resolve) => {
      setTimeout(resolve, 40);
    });
    assert.equal(standIn.app.exitCode, null);
    const other = await readyStandIn();
    new other.parts.BrowserWindow({ webPreferences: sandboxed }).on('close', (event) => event.preventDefault());
    rooms.closeBeforeQuit(other.parts, {
      close: async () => undefined,
      hideWindows: () => undefined,
      log: () => undefined,
      limitMs: 20,
    });
    other.app.quit();
    await until(() => other.app.exitCode === 0, 'Whence has ended');
  },

  'hides its window as soon as it quits': async (stage) => {
    const started = await startAndShow(stage);
    const window = started.window();
    started.standIn.app.quit();
    assert.equal(window.isVisible(), false);
    await stage.until(() => started.standIn.phases.now === 'ended', 'Whence has quit');
  },

  'quits when closing fails': async ({ rooms, until }) => {
    const standIn = await readyStandIn();
    const logged: string[] = [];
    rooms.closeBeforeQuit(standIn.parts, {
      close: async () => Promise.reject(new Error('disk on fire')),
      hideWindows: () => undefined,
      log: (text) => logged.push(text),
      limitMs: 600_000,
    });
    standIn.app.quit();
    await until(() => standIn.app.exitCode === 0, 'Whence has ended');
    assert.match(logged.join('\n'), /disk on fire/u);
  },

  'holds up neither a shutdown nor a log-out': async ({ rooms }) => {
    const standIn = await readyStandIn();
    let closed = 0;
    rooms.closeBeforeQuit(standIn.parts, {
      close: async () => {
        closed += 1;
        await never();
      },
      hideWindows: () => undefined,
      log: () => undefined,
      limitMs: 20,
    });
    assert.equal(standIn.power.shutdown(), false);
    standIn.app.quit();
    assert.deepEqual([standIn.app.exitCode, closed], [0, 1]);
  },

  'closes when Windows ends the session, which asks nobody': async ({ rooms, folder }) => {
    const standIn = await readyStandIn();
    let ends = 0;
    const window = new rooms.MainWindow(standIn.parts, {
      buildFolder: folder,
      dataFolder: folder,
      log: () => undefined,
      tell: () => undefined,
      quitting: () => false,
      sessionEnds: () => {
        ends += 1;
      },
      onOpened: () => undefined,
    });
    window.show();
    assert.equal(window.current, null);
    window.begin();
    for (const each of standIn.app.windows) each.tell('session-end', {});
    assert.equal(ends, 1);
  },

  'hears of the mains where the system tells': async ({ rooms }) => {
    const { power } = await readyStandIn();
    const gate = rooms.batteryGate(power, { platform: 'darwin' });
    const heard: (string | null)[] = [];
    const stop = gate.onChange(() => heard.push(gate.blockedBy()));
    power.setBattery(true);
    power.setBattery(false);
    stop();
    power.setBattery(true);
    assert.deepEqual(
      heard.map((reason) => reason !== null),
      [true, false],
    );
  },

  'kills an embedder that has not started yet': async (stage) => {
    const { port, standIn } = await embedder(stage, 'setInterval(() => undefined, 1000);');
    port.kill();
    assert.equal(port.pid, null);
    const exit = await exitOf(port, stage);
    assert.deepEqual([exit.signal, exit.output], ['SIGKILL', '']);
    assert.equal(standIn.utilities[0]?.pid, undefined);
  },

  'does not wait for the exit of a process that never started': async (stage) => {
    const { port } = await embedder(stage, null, 5);
    port.kill();
    assert.match((await exitOf(port, stage)).output, /never told/u);
  },

  'hears the last words of an embedder, and by what signal it ended': async (stage) => {
    const { port } = await embedder(
      stage,
      `require('node:fs').writeSync(2, 'out of memory\\n'); process.kill(process.pid, 'SIGSEGV'); setInterval(() => undefined, 1000);`,
    );
    const exit = await exitOf(port, stage);
    assert.deepEqual([exit.signal, exit.code, exit.output], ['SIGSEGV', null, 'out of memory\n']);
  },

  'gives an embedder the memory it is meant to have': async (stage) => {
    const { port } = await embedder(
      stage,
      `require('node:fs').writeSync(2, String(require('node:v8').getHeapStatistics().heap_size_limit)); process.exit(0);`,
    );
    const limit = Number((await exitOf(port, stage)).output) / 1024 / 1024;
    assert.ok(limit >= embedderHeapMB && limit < embedderHeapMB * 1.6, `the limit is ${limit} MB`);
  },
} satisfies Record<string, Story>;

const linkTo = (path: string): string => `whence://open?path=${encodeURIComponent(path)}&line=7`;

async function readyStandIn(options: Parameters<typeof createStandIn>[0] = {}): Promise<StandIn> {
  const standIn = createStandIn(options);
  await standIn.parts.app.whenReady();
  return standIn;
}

/** An embedder's port on a program of the test's own; null never starts. */
async function embedder(
  { rooms, folder }: Stage,
  program: string | null,
  exitMs = 600_000,
): Promise<{ port: EmbedderPort; standIn: StandIn }> {
  const file = join(folder, 'program.cjs');
  if (program !== null) writeFileSync(file, program);
  const standIn = await readyStandIn({ utilityEntry: program === null ? null : file });
  const port = rooms.forkEmbedderInUtilityProcess(standIn.parts, { exitMs, lastWordsMs: 30_000 });
  return { port, standIn };
}

async function exitOf(port: EmbedderPort, { until }: Stage): Promise<EmbedderExit> {
  let seen: EmbedderExit | null = null;
  port.onExit((exit) => {
    seen = exit;
  });
  await until(() => seen !== null, 'the embedder has ended');
  return seen as unknown as EmbedderExit;
}

/** What a promise gives, unless that takes too long. */
async function withinReason<T>(promise: Promise<T>, { until }: Stage): Promise<T> {
  let settled = false;
  void promise.finally(() => {
    settled = true;
  });
  await until(() => settled, 'it is answered');
  return promise;
}
