import type {
  App,
  BrowserWindow,
  BrowserWindowConstructorOptions,
  Dialog,
  IpcMain,
  Menu,
  NativeTheme,
  Notification,
  NotificationConstructorOptions,
  PowerMonitor,
  Protocol,
  Screen,
  Session,
  Shell,
  utilityProcess,
} from 'electron';

/**
 * What Whence uses of Electron. The entry hands it over, and every part of the main process takes what it needs of it as an
 * argument, so that tests can give it a stand-in that the compiler compares with Electron's own types.
 */
export interface ElectronParts {
  readonly app: App;
  readonly BrowserWindow: new (options: BrowserWindowConstructorOptions) => BrowserWindow;
  readonly dialog: Dialog;
  readonly ipcMain: IpcMain;
  readonly Menu: Pick<typeof Menu, 'buildFromTemplate' | 'setApplicationMenu'>;
  readonly nativeTheme: NativeTheme;
  readonly Notification: (new (options: NotificationConstructorOptions) => Notification) &
    Pick<typeof Notification, 'isSupported'>;
  readonly powerMonitor: PowerMonitor;
  readonly protocol: Protocol;
  readonly screen: Screen;
  readonly session: { readonly defaultSession: Session };
  readonly shell: Shell;
  readonly utilityProcess: Pick<typeof utilityProcess, 'fork'>;
}
