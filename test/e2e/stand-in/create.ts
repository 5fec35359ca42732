// A strict stand-in for Electron: every part works in its phase of the application's life only, copies cross between processes,
// objects that are destroyed throw, and things end in Electron's order. The compiler compares each part with Electron's own types.
import type {
  BrowserWindowConstructorOptions,
  ForkOptions,
  MenuItemConstructorOptions,
  NotificationConstructorOptions,
} from 'electron';
import type { ElectronParts } from '../../../src/main/electron-parts.ts';
import { StandInApp } from './app.ts';
import { type PageBackend, StandInWindow } from './browser-window.ts';
import { Phases } from './phases.ts';
import { StandInIpcMain, StandInProtocol } from './protocol.ts';
import {
  checkMenu,
  StandInDialog,
  StandInNotification,
  StandInPower,
  StandInScreen,
  StandInSession,
  StandInShell,
  StandInTheme,
} from './small-parts.ts';
import { StandInUtilityProcess } from './utility-process.ts';

export interface StandInOptions {
  readonly isPackaged?: boolean;
  /** As `app.getAppPath()` says. */
  readonly appPath?: string;
  /** `ready-to-show` comes only after the window was shown, if at all: Wayland. */
  readonly withholdReadyToShow?: boolean;
  readonly page?: PageBackend;
  /** Ends the process; in tests that share theirs, nothing. */
  readonly exit?: (code: number) => void;
  /** What Electron would show in a dialog of its own. */
  readonly onUncaught?: (error: unknown) => void;
  /** Program of utility processes; null is one that never starts. */
  readonly utilityEntry?: string | null;
}

/** The parts, and what a test does as the system, the person or the page. */
export interface StandIn {
  readonly parts: ElectronParts;
  readonly phases: Phases;
  readonly app: StandInApp;
  readonly ipcMain: StandInIpcMain;
  readonly power: StandInPower;
  readonly theme: StandInTheme;
  readonly screen: StandInScreen;
  readonly dialog: StandInDialog;
  readonly shell: StandInShell;
  readonly notifications: StandInNotification[];
  readonly utilities: StandInUtilityProcess[];
  /** Exceptions of listeners that nobody caught. */
  readonly uncaught: unknown[];
  menu: readonly MenuItemConstructorOptions[];
  failLoad: boolean;
}

export function createStandIn(options: StandInOptions = {}): StandIn {
  const uncaught: unknown[] = [];
  const onUncaught = options.onUncaught ?? ((error: unknown) => void uncaught.push(error));
  const phases = new Phases();
  const app = new StandInApp({
    phases,
    onUncaught,
    isPackaged: options.isPackaged ?? false,
    appPath: options.appPath ?? '/app',
    exit: options.exit ?? (() => undefined),
  });
  const protocol = new StandInProtocol(phases);
  const standIn = {
    phases,
    app,
    ipcMain: new StandInIpcMain(onUncaught),
    power: new StandInPower(phases, onUncaught),
    theme: new StandInTheme(onUncaught),
    screen: new StandInScreen(phases),
    dialog: new StandInDialog(phases),
    shell: new StandInShell(),
    notifications: [] as StandInNotification[],
    utilities: [] as StandInUtilityProcess[],
    uncaught,
    menu: [] as readonly MenuItemConstructorOptions[],
    failLoad: false,
  };
  const surroundings = {
    app,
    phases,
    protocol,
    onUncaught,
    page: options.page ?? null,
    withholdReadyToShow: () => options.withholdReadyToShow ?? false,
    failLoad: () => standIn.failLoad,
  };
  const defaultSession = new StandInSession();
  const parts = {
    app,
    BrowserWindow: class extends StandInWindow {
      constructor(given: BrowserWindowConstructorOptions) {
        super(given, surroundings);
      }
    },
    dialog: standIn.dialog,
    ipcMain: standIn.ipcMain,
    Menu: {
      buildFromTemplate: (template: MenuItemConstructorOptions[]) => {
        checkMenu(template);
        return { template };
      },
      setApplicationMenu: (menu: { readonly template: readonly MenuItemConstructorOptions[] } | null) => {
        phases.needReady('Menu.setApplicationMenu');
        standIn.menu = menu?.template ?? [];
      },
    },
    nativeTheme: standIn.theme,
    Notification: class extends StandInNotification {
      static isSupported(): boolean {
        return true;
      }
      constructor(given: NotificationConstructorOptions) {
        super(given, { phases, onUncaught, onShow: (shown) => void standIn.notifications.push(shown) });
      }
    },
    powerMonitor: standIn.power,
    protocol,
    screen: standIn.screen,
    session: {
      get defaultSession() {
        phases.needReady('session.defaultSession');
        return defaultSession;
      },
    },
    shell: standIn.shell,
    utilityProcess: {
      fork: (file: string, args: string[] = [], given: ForkOptions = {}) => {
        const surroundings = { phases, onUncaught, entry: options.utilityEntry };
        const child = new StandInUtilityProcess(file, args, { ...given, surroundings });
        standIn.utilities.push(child);
        return child;
      },
    },
  };
  // Each class has a part of Electron's own, and is compared with that part where it is written.
  return Object.assign(standIn, { parts: parts as unknown as ElectronParts });
}
