/** Every action that has a key: what `?` lists and what the dispatcher knows. */
export const actions = {
  'box.focus': { keys: ['mod+k', '/'], label: 'Go to the search box', group: 'Search' },
  'results.next': { keys: ['arrowdown', 'j'], label: 'Next result', group: 'Search' },
  'results.previous': { keys: ['arrowup', 'k'], label: 'Previous result', group: 'Search' },
  'results.open': { keys: ['enter'], label: 'Preview; again: open in the editor', group: 'Search' },
  'results.why': { keys: ['w'], label: 'Why this result is here', group: 'Search' },
  'results.unfold': { keys: ['e'], label: 'All places of this file', group: 'Search' },
  'searches.earlier': { keys: ['['], label: 'Earlier search', group: 'Search' },
  'searches.later': { keys: [']'], label: 'Later search', group: 'Search' },
  'editor.open': { keys: ['o', 'alt+enter'], label: 'Open in the editor at this line', group: 'File' },
  'path.copy': { keys: ['c'], label: 'Copy path:line', group: 'File' },
  'folder.show': { keys: ['f'], label: 'Show in its folder', group: 'File' },
  'blame.toggle': { keys: ['b'], label: 'Blame on and off', group: 'Blame and history' },
  'history.file': { keys: ['h'], label: 'History of the file', group: 'Blame and history' },
  'history.lines': { keys: ['l'], label: 'History of the line or the selected lines', group: 'Blame and history' },
  'commit.show': { keys: ['m'], label: 'Commit of the line', group: 'Blame and history' },
  'blame.before': { keys: ['p'], label: 'Blame again, before that commit', group: 'Blame and history' },
  'repositories.switch': { keys: ['mod+o'], label: 'Switch or open a repository', group: 'Whence' },
  'metrics.show': { keys: ['mod+shift+m'], label: 'Metrics of this index', group: 'Whence' },
  'settings.show': { keys: ['mod+,'], label: 'Settings', group: 'Whence' },
  'keys.show': { keys: ['?'], label: 'All keys and the query syntax', group: 'Whence' },
  back: { keys: ['escape'], label: 'Back: close what is open, then return to the results', group: 'Whence' },
} as const satisfies Record<string, { keys: readonly string[]; label: string; group: string }>;

export type ActionId = keyof typeof actions;

const isActionId = (id: string): id is ActionId => Object.hasOwn(actions, id);

export const actionIds: readonly ActionId[] = Object.keys(actions).filter(isActionId);

/** The parts of a keyboard event that name a key. */
export interface KeyPress {
  readonly key: string;
  readonly ctrlKey: boolean;
  readonly metaKey: boolean;
  readonly altKey: boolean;
  readonly shiftKey: boolean;
}

/** `mod` is Ctrl, or Cmd on a Mac. Shift counts only with `mod`: else it is part of the character (`?`). */
export function keyName(press: KeyPress): string {
  const mod = press.ctrlKey || press.metaKey;
  const shift = mod && press.shiftKey ? 'shift+' : '';
  return `${mod ? 'mod+' : ''}${press.altKey ? 'alt+' : ''}${shift}${press.key.toLowerCase()}`;
}

const byKey = new Map<string, ActionId>(actionIds.flatMap((id) => actions[id].keys.map((key) => [key, id] as const)));

export const actionOf = (press: KeyPress): ActionId | null => byKey.get(keyName(press)) ?? null;

/** Keys that act while text is typed: all with a modifier, and those that a one-line box has no use for. */
export const worksInText = (press: KeyPress): boolean =>
  press.ctrlKey || press.metaKey || press.altKey || ['ArrowDown', 'ArrowUp', 'Escape'].includes(press.key);

const isMac = (): boolean => typeof navigator !== 'undefined' && /mac/i.test(navigator.platform);

const symbols: Readonly<Record<string, string>> = {
  arrowdown: '↓',
  arrowup: '↑',
  enter: 'Enter',
  escape: 'Esc',
  alt: 'Alt',
  shift: 'Shift',
};

/** A key as printed on keyboards, in parts: `['Ctrl', 'K']`. */
export function keyParts(key: string): readonly string[] {
  return key
    .split('+')
    .map((part) =>
      part === 'mod' ? (isMac() ? '⌘' : 'Ctrl') : (symbols[part] ?? (key === part ? part : part.toUpperCase())),
    );
}

/** The first key of an action in one string, for tooltips. */
export const keyHint = (id: ActionId): string => keyParts(actions[id].keys[0]).join(' ');
