import type {
  Dialog,
  Display,
  MenuItemConstructorOptions,
  MessageBoxOptions,
  MessageBoxReturnValue,
  NativeTheme,
  NotificationConstructorOptions,
  OpenDialogReturnValue,
  PowerMonitor,
  Rectangle,
  Screen,
  Session,
  Shell,
} from 'electron';
import { Emitter, type OnUncaught, type Phases, preventable } from './phases.ts';

/** Roles that Electron knows, as far as one is of use here. Any other makes it throw. */
const roles = new Set(
  (
    'undo redo cut copy paste pasteAndMatchStyle delete selectAll reload forceReload toggleDevTools resetZoom zoomIn zoomOut ' +
    'togglefullscreen window minimize close help about services hide hideOthers unhide quit front zoom appMenu fileMenu editMenu ' +
    'viewMenu windowMenu recentDocuments clearRecentDocuments'
  ).split(' '),
);
const accelerator =
  /^(?:(?:CmdOrCtrl|CommandOrControl|Cmd|Ctrl|Alt|Option|Shift|Super)\+)*(?:[A-Z0-9,=.[\]-]|F\d+|Plus)$/u;

export function checkMenu(items: readonly MenuItemConstructorOptions[]): void {
  for (const item of items) {
    if (item.role !== undefined && !roles.has(item.role)) throw new Error(`Invalid role: ${item.role}`);
    if (!item.label && !item.role && item.type !== 'separator') throw new Error('Invalid template for MenuItem');
    if (item.accelerator && !accelerator.test(item.accelerator)) throw new Error(`Invalid key: ${item.accelerator}`);
    if (Array.isArray(item.submenu)) checkMenu(item.submenu);
  }
}

export class StandInPower extends Emitter implements Pick<PowerMonitor, 'isOnBatteryPower' | 'on' | 'once' | 'off'> {
  readonly #phases: Phases;
  #battery = false;

  constructor(phases: Phases, onUncaught: OnUncaught) {
    super(onUncaught);
    this.#phases = phases;
  }

  override on(event: string, listener: (...args: never[]) => void): never {
    this.#phases.needReady('powerMonitor');
    return super.on(event, listener);
  }

  isOnBatteryPower(): boolean {
    this.#phases.needReady('powerMonitor');
    return this.#battery;
  }

  setBattery(battery: boolean): void {
    this.#battery = battery;
    this.tell(battery ? 'on-battery' : 'on-ac');
  }

  /** The system is about to go down; true where somebody holds it up. */
  shutdown(): boolean {
    const event = preventable();
    this.tell('shutdown', event);
    return event.defaultPrevented;
  }
}

export class StandInTheme
  extends Emitter
  implements Pick<NativeTheme, 'themeSource' | 'shouldUseDarkColors' | 'on' | 'off'>
{
  #source: NativeTheme['themeSource'] = 'system';

  get themeSource(): NativeTheme['themeSource'] {
    return this.#source;
  }

  set themeSource(source: NativeTheme['themeSource']) {
    if (!['system', 'light', 'dark'].includes(source)) throw new TypeError('Error processing argument');
    this.#source = source;
    this.tell('updated');
  }

  get shouldUseDarkColors(): boolean {
    return this.#source === 'dark';
  }
}

export class StandInScreen implements Pick<Screen, 'getAllDisplays' | 'getDisplayMatching'> {
  readonly #phases: Phases;
  displays: readonly Pick<Display, 'id' | 'workArea'>[] = [
    { id: 1, workArea: { x: 0, y: 0, width: 1920, height: 1080 } },
  ];

  constructor(phases: Phases) {
    this.#phases = phases;
  }

  getAllDisplays(): Display[] {
    this.#phases.needReady('screen');
    return this.displays as Display[];
  }

  getDisplayMatching({ x }: Rectangle): Display {
    const all = this.getAllDisplays();
    return all.find(({ workArea }) => x >= workArea.x && x < workArea.x + workArea.width) ?? (all[0] as Display);
  }
}

type AskedBox = MessageBoxOptions & { readonly modal: boolean };

export class StandInDialog implements Pick<Dialog, 'showMessageBox' | 'showOpenDialog' | 'showErrorBox'> {
  readonly boxes: AskedBox[] = [];
  readonly errors: { readonly title: string; readonly text: string }[] = [];
  /** Button for the next question; without one it stays open until its signal closes it. */
  readonly answers: number[] = [];
  /** Folder that the person picks; null cancels. */
  pick: string | null = null;
  readonly #phases: Phases;

  constructor(phases: Phases) {
    this.#phases = phases;
  }

  showMessageBox(window: unknown, given?: MessageBoxOptions): Promise<MessageBoxReturnValue> {
    this.#phases.needReady('dialog.showMessageBox');
    const options = given ?? (window as MessageBoxOptions);
    this.boxes.push({ ...options, modal: given !== undefined });
    const answer = this.answers.shift();
    if (answer !== undefined) return Promise.resolve({ response: answer, checkboxChecked: false });
    return new Promise((resolve) => {
      options.signal?.addEventListener('abort', () =>
        resolve({ response: options.cancelId ?? 0, checkboxChecked: false }),
      );
    });
  }

  async showOpenDialog(): Promise<OpenDialogReturnValue> {
    this.#phases.needReady('dialog.showOpenDialog');
    return { canceled: this.pick === null, filePaths: this.pick === null ? [] : [this.pick] };
  }

  /** Works before the app is ready, too. */
  showErrorBox(title: string, text: string): void {
    this.errors.push({ title, text });
  }
}

export class StandInShell implements Pick<Shell, 'showItemInFolder' | 'openPath'> {
  readonly shown: string[] = [];
  readonly opened: string[] = [];

  showItemInFolder(path: string): void {
    this.shown.push(path);
  }

  async openPath(path: string): Promise<string> {
    this.opened.push(path);
    return '';
  }
}

/** Permissions are asked for as pages do: all must be refused but one. */
export class StandInSession implements Pick<Session, 'setPermissionRequestHandler' | 'setPermissionCheckHandler'> {
  setPermissionRequestHandler(handler: Parameters<Session['setPermissionRequestHandler']>[0]): void {
    for (const permission of ['media', 'geolocation', 'notifications', 'openExternal', 'clipboard-read'] as const) {
      handler?.(null as never, permission, (yes) => refuse(yes, permission), {} as never);
    }
  }

  setPermissionCheckHandler(handler: Parameters<Session['setPermissionCheckHandler']>[0]): void {
    for (const permission of ['media', 'hid', 'clipboard-read'] as const) {
      refuse(handler?.(null, permission, '', {} as never) ?? true, permission);
    }
  }
}

function refuse(given: boolean, permission: string): void {
  if (given) throw new Error(`the permission ${permission} must be denied`);
}

export class StandInNotification extends Emitter {
  readonly title: string;
  readonly body: string;
  readonly #onShow: (shown: StandInNotification) => void;

  constructor(
    { title = '', body = '' }: NotificationConstructorOptions,
    surroundings: { phases: Phases; onUncaught: OnUncaught; onShow: (shown: StandInNotification) => void },
  ) {
    surroundings.phases.needReady('new Notification');
    super(surroundings.onUncaught);
    this.title = title;
    this.body = body;
    this.#onShow = surroundings.onShow;
  }

  show(): void {
    this.#onShow(this);
  }
}
