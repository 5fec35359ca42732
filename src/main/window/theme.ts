import type { NativeTheme } from 'electron';
import type { Settings } from '../../shared/contract/settings.ts';

/** `--bg` of both themes in the window's tokens: what is seen before the page has painted. */
const grounds = { light: '#ffffff', dark: '#17181b' } as const;

/** Colour of the window's ground under the theme in force. */
export const groundColor = (nativeTheme: Pick<NativeTheme, 'shouldUseDarkColors'>): string =>
  nativeTheme.shouldUseDarkColors ? grounds.dark : grounds.light;

/** Title bar, menus and dialogs take the theme of the settings too. */
export function applyTheme(nativeTheme: Pick<NativeTheme, 'themeSource'>, { theme }: Pick<Settings, 'theme'>): void {
  if (nativeTheme.themeSource !== theme) nativeTheme.themeSource = theme;
}
