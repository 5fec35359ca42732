import type { systemStories } from './system-stories.ts';
import type { windowStories } from './window-stories.ts';

type StoryName = keyof typeof windowStories | keyof typeof systemStories;

/** A change of the source that puts a fault back, and the story that must not end well with it. */
export interface Fault {
  /** Below src/main. */
  readonly file: string;
  /** Text that is there once, and what takes its place. */
  readonly changes: readonly (readonly [old: string, put: string])[];
  readonly story: StoryName;
}

/** What the shell got wrong once, or could: each of these a lenient stand-in would let pass. */
export const faults = {
  'waits for ready-to-show alone': {
    file: 'window/show.ts',
    changes: [
      ["window.webContents.once('did-finish-load', first);", ''],
      ['setTimeout(first, limitMs)', 'setTimeout(() => undefined, limitMs)'],
    ],
    story: 'is shown where ready-to-show waits for it to be shown',
  },
  'shows nothing that does not paint': {
    file: 'window/show.ts',
    changes: [['setTimeout(first, limitMs)', 'setTimeout(() => undefined, limitMs)']],
    story: 'is shown though nothing is ever painted or loaded',
  },
  'takes a window to be on the screen because it was made': {
    file: 'window/window.ts',
    changes: [['    window.show();\n', '']],
    story: 'starts, shows its window, serves its page and quits',
  },
  'does not wait until the app is ready': {
    file: 'whence.ts',
    changes: [['    await app.whenReady();\n', '']],
    story: 'starts, shows its window, serves its page and quits',
  },
  'names the scheme when the app is ready': {
    file: 'application.ts',
    changes: [
      [
        '  registerWindowScheme(electron.protocol);\n',
        '  void app.whenReady().then(() => registerWindowScheme(electron.protocol));\n',
      ],
    ],
    story: 'starts, shows its window, serves its page and quits',
  },
  'sets its folder after the lock': {
    file: 'lifecycle/only-instance.ts',
    changes: [
      ["  app.setPath('userData', folder);\n", ''],
      [
        'return app.requestSingleInstanceLock({ ...request });',
        'const only = app.requestSingleInstanceLock({ ...request });\n  app.setPath("userData", folder);\n  return only;',
      ],
    ],
    story: 'starts, shows its window, serves its page and quits',
  },
  'takes a folder that can not be written for a running Whence': {
    file: 'lifecycle/only-instance.ts',
    changes: [
      [
        '  prepareDataFolder(dataFolder);\n',
        "  app.setPath('userData', join(dataFolder, 'electron'));\n  if (!app.requestSingleInstanceLock({ ...request })) return false;\n",
      ],
    ],
    story: 'a data folder that can not be written is told before the lock is asked for',
  },
  'forgets what a second start asked for': {
    file: 'lifecycle/only-instance.ts',
    changes: [['listener(parsed.success ? parsed.data : { open: null })', 'listener({ open: null })']],
    story: 'a second start has the first open its folder',
  },
  'does not come to the front': {
    file: 'window/main-window.ts',
    changes: [['if (window.isMinimized()) window.restore();', '']],
    story: 'a second start has the first open its folder',
  },
  'opens the first word of the command line': {
    file: 'start/open-path.ts',
    changes: [['before.slice(Math.max(app, 0) + 1)', 'before.slice(0)']],
    story: 'opens what its own command line names, not the app',
  },
  'has no scheme that a page can use': {
    file: 'window/window-files.ts',
    changes: [['supportFetchAPI: true', 'supportFetchAPI: false']],
    story: 'starts, shows its window, serves its page and quits',
  },
  'has links and pages in one scheme': {
    file: 'window/window-files.ts',
    changes: [["const scheme = 'whence-window'", "const scheme = 'whence'"]],
    story: 'the scheme of the window is not that of links',
  },
  'follows links without asking': {
    file: 'desktop/host-ports.ts',
    changes: [['return response === 0;', 'return response >= 0;']],
    story: 'a link is followed when the person says so, and not else',
  },
  'leaves a crashed page blank': {
    file: 'window/main-window.ts',
    changes: [['recoverWindow(this.#electron, window, {', 'void recoverWindow; void ({']],
    story: 'a page that crashes is loaded again once, then asked about',
  },
  'loads a page again and again': {
    file: 'window/recovery.ts',
    changes: [['    lastFailure = performance.now();\n', '']],
    story: 'a page that does not load is tried again, then asked about',
  },
  'asks about a window that answers again': {
    file: 'window/recovery.ts',
    changes: [["window.on('responsive', stop);", '']],
    story: 'a window that hangs is asked about until it answers',
  },
  'says nothing of graphics that crash': {
    file: 'whence.ts',
    changes: [['    watchChildProcesses(', '    void ((..._: unknown[]) => watchChildProcesses)(']],
    story: 'tells of graphics that crashed, once',
  },
  'waits for an engine that hangs': {
    file: 'lifecycle/quit.ts',
    changes: [
      ['      app.exit(0);\n', ''],
      ['sleep(limitMs, undefined, { signal: timeLeft.signal })', 'options.close()'],
    ],
    story: 'ends in time though closing hangs, with its windows off the screen at once',
  },
  'waits for a window that refuses to close': {
    file: 'lifecycle/quit.ts',
    changes: [['      app.exit(0);\n', '']],
    story: 'ends in time though a window refuses to close',
  },
  'leaves its windows on the screen while it closes': {
    file: 'lifecycle/quit.ts',
    changes: [['      options.hideWindows();\n', '']],
    story: 'hides its window as soon as it quits',
  },
  'stays when closing fails': {
    file: 'lifecycle/quit.ts',
    changes: [['      options.log(`closing failed', '      throw error;\n      options.log(`closing failed']],
    story: 'quits when closing fails',
  },
  'cancels a log-out': {
    file: 'lifecycle/quit.ts',
    changes: [['    shutdownAt = performance.now();\n', '']],
    story: 'holds up neither a shutdown nor a log-out',
  },
  'does not hear that Windows ends the session': {
    file: 'window/main-window.ts',
    changes: [["    window.on('session-end', sessionEnds);\n", '']],
    story: 'closes when Windows ends the session, which asks nobody',
  },
  'keeps the place of a window that is hidden already': {
    file: 'window/main-window.ts',
    changes: [
      ['    this.#state.keep(window);\n    window.hide();\n', '    window.hide();\n'],
      ['if (!quitting()) this.#state.keep(window);', 'this.#state.keep(window);'],
    ],
    story: 'keeps its place on each display, maximized or not, also when quitting',
  },
  'fails to close when its place can not be written': {
    file: 'window/window-state.ts',
    changes: [["this.#log(`the window's place was not kept: ${toErrorShape(error).message}`);", 'throw error;']],
    story: 'a place that can be neither read nor written is no reason to fail',
  },
  'fails to start when its place can not be read': {
    file: 'window/window-state.ts',
    changes: [["this.#log(`the window's place was not read: ${toErrorShape(error).message}`);", 'throw error;']],
    story: 'a place that can be neither read nor written is no reason to fail',
  },
  'reaches for a window that is gone': {
    file: 'window/window.ts',
    changes: [
      ['if (!window.isDestroyed()) window.setBackgroundColor', 'window.setBackgroundColor'],
      ["  window.once('closed', () => electron.nativeTheme.off('updated', follow));\n", ''],
    ],
    story: 'what comes after a window is gone does not reach for it',
  },
  'fails on a cancel of a page that is gone': {
    file: 'ipc.ts',
    changes: [
      [
        "if (typeof callId === 'string' && isFromWindow(event)) dispatchers.get(event.sender)?.cancel(callId);",
        'dispatcherOf(event).cancel(String(callId));',
      ],
    ],
    story: 'what comes after a window is gone does not reach for it',
  },
  'opens no window on a click on the dock': {
    file: 'whence.ts',
    changes: [["    app.on('activate', () => this.#window.show());\n", '']],
    story: 'what comes after a window is gone does not reach for it',
  },
  'sends what can not be copied': {
    file: 'ipc.ts',
    changes: [['to.send(channels.event, name, payload)', 'to.send(channels.event, name, payload, () => undefined)']],
    story: 'starts, shows its window, serves its page and quits',
  },
  'handles a channel twice': {
    file: 'ipc.ts',
    changes: [
      [
        '  ipcMain.handle(channels.call,',
        '  ipcMain.handle(channels.call, () => null);\n  ipcMain.handle(channels.call,',
      ],
    ],
    story: 'starts, shows its window, serves its page and quits',
  },
  'lets the window go elsewhere': {
    file: 'window/window.ts',
    changes: [["  contents.on('will-navigate', (event) => event.preventDefault());\n", '']],
    story: 'starts, shows its window, serves its page and quits',
  },
  'grants what pages ask for': {
    file: 'window/window.ts',
    changes: [['answer(permission === allowed)', 'answer(true)']],
    story: 'starts, shows its window, serves its page and quits',
  },
  'has a menu that Electron refuses': {
    file: 'desktop/menu.ts',
    changes: [["{ role: 'reload' }", "{ role: 'refresh' }"]],
    story: 'starts, shows its window, serves its page and quits',
  },
  'leaves the title bar in another theme': {
    file: 'whence.ts',
    changes: [["    'settings.changed': (settings) => applyTheme(this.#electron.nativeTheme, settings),\n", '']],
    story: 'starts, shows its window, serves its page and quits',
  },
  'does not hear of the mains': {
    file: 'desktop/battery.ts',
    changes: [["    power.on('on-ac', listener);\n", '']],
    story: 'hears of the mains where the system tells',
  },
  'kills a process that has no id yet': {
    file: 'embedder/embedder-port.ts',
    changes: [["      if (this.#wanted === 'dead') this.#killNow();\n", '']],
    story: 'kills an embedder that has not started yet',
  },
  'waits for an exit that never comes': {
    file: 'embedder/embedder-port.ts',
    changes: [["      this.#end({ code: null, signal: 'SIGKILL' });\n", '']],
    story: 'does not wait for the exit of a process that never started',
  },
  'misses the last words': {
    file: 'embedder/embedder-port.ts',
    changes: [["      errors.on('data', this.#keep);\n", '']],
    story: 'hears the last words of an embedder, and by what signal it ended',
  },
  'takes a signal for a code': {
    file: 'embedder/embedder-port.ts',
    changes: [['return signal === undefined ?', 'return signal !== null ?']],
    story: 'hears the last words of an embedder, and by what signal it ended',
  },
  'limits the heap by an option that Electron ignores': {
    file: 'embedder/embedder-port.ts',
    changes: [['`--js-flags=--max-old-space-size=${embedderHeapMB}`', '`--max-old-space-size=${embedderHeapMB}`']],
    story: 'gives an embedder the memory it is meant to have',
  },
} as const satisfies Record<string, Fault>;
