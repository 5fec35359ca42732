import { z } from 'zod';
import { blameEngines } from './git.ts';
import { repositoryId } from './repositories.ts';
import { safeText } from './safe-text.ts';

export const editors = [
  'system',
  'vscode',
  'cursor',
  'zed',
  'sublime',
  'idea',
  'vim',
  'neovim',
  'emacs',
  'custom',
] as const;
export type Editor = (typeof editors)[number];

export const settingsSchema = z.strictObject({
  theme: z.enum(['system', 'light', 'dark']),
  editor: z.enum(editors),
  /** For `custom`: program and arguments as a list, with {path}, {line} and {root}; never run through a shell. */
  editorCommand: z.array(safeText).max(20),
  codeFont: safeText.max(200),
  /** Files over this many bytes are left out. */
  maxFileBytes: z
    .number()
    .int()
    .min(1024)
    .max(64 * 1024 * 1024),
  includeVendored: z.boolean(),
  watch: z.boolean(),
  blameEngine: z.enum(blameEngines),
  /** Threads for embedding; 0 lets Whence choose. */
  embedderThreads: z.number().int().min(0).max(64),
  /** Whether the desktop app looks for newer versions of itself. */
  updates: z.enum(['off', 'check']),
});

export type Settings = z.infer<typeof settingsSchema>;

export const defaultSettings: Settings = {
  theme: 'system',
  editor: 'vscode',
  editorCommand: [],
  codeFont: '',
  maxFileBytes: 1024 * 1024,
  includeVendored: false,
  watch: true,
  blameEngine: 'auto',
  embedderThreads: 0,
  updates: 'off',
};

export interface StorageEntry {
  readonly repositoryId: string;
  readonly root: string;
  readonly bytes: number;
  readonly rootExists: boolean;
}

export interface AppInfo {
  readonly version: string;
  readonly host: 'electron' | 'browser' | 'cli';
  readonly platform: 'linux' | 'darwin' | 'win32' | 'other';
  readonly dataFolder: string;
  readonly model: { readonly id: string; readonly revision: string; readonly dimensions: number } | null;
  readonly gitVersion: string | null;
  /** A root given at the start (`npm start -- PATH`), to be opened at once. */
  readonly openPath: string | null;
  readonly canPickFolder: boolean;
}

export const settingsRequests = {
  'settings.get': z.strictObject({}),
  'settings.update': settingsSchema.partial(),
  'settings.app': z.strictObject({}),
  /** Every index on this machine, with its size. */
  'settings.storage': z.strictObject({}),
  'settings.deleteIndex': z.strictObject({ repositoryId }),
  'settings.openInEditor': z.strictObject({ repositoryId, path: safeText.min(1), line: z.number().int().positive() }),
  /** Licences of all that is shipped of others. */
  'settings.licences': z.strictObject({}),
  'settings.showInFolder': z.strictObject({ repositoryId, path: safeText.min(1) }),
  /** The last lines of the log, oldest first, and where it lies. */
  'settings.log': z.strictObject({}),
  /** Writes down a failure of the window itself: its class and the places on its stack, whatever else is sent. */
  'settings.windowFailed': z.strictObject({
    what: z.enum(['drawing', 'exception', 'rejection']),
    error: safeText.max(100),
    stack: safeText.max(8000),
  }),
};

export interface SettingsAnswers {
  'settings.get': Settings;
  'settings.update': Settings;
  'settings.app': AppInfo;
  'settings.storage': readonly StorageEntry[];
  'settings.deleteIndex': null;
  'settings.openInEditor': null;
  'settings.licences': string;
  'settings.showInFolder': null;
  'settings.log': { readonly file: string; readonly lines: readonly string[] };
  'settings.windowFailed': null;
}

export interface SettingsEvents {
  'settings.changed': Settings;
  /** The host asks the person something in the terminal, where the window can't show it; null once that is over. */
  'settings.asking': { readonly message: string | null };
}
