import { create } from 'zustand';

export type Page = 'settings' | 'metrics';
export type DialogName = 'keys' | 'switcher' | 'folders' | 'skipped' | 'news' | 'licences' | 'log';

interface View {
  /** The open root, or null on the start screen. */
  readonly repositoryId: string | null;
  /** A page over the workspace, or null. */
  readonly page: Page | null;
  readonly dialog: DialogName | null;
  readonly settingsSection: string;
}

export const useView = create<View>(() => ({
  repositoryId: null,
  page: null,
  dialog: null,
  settingsSection: 'general',
}));

export const showDialog = (dialog: DialogName | null): void => useView.setState({ dialog });
export const showPage = (page: Page | null, settingsSection = 'general'): void =>
  useView.setState({ page, dialog: null, settingsSection });
const rootKey = 'whence.root';

/** Root that this window showed before it was loaded anew; null on its first load and after the start screen was chosen. */
export const rootBefore = (): string | null => sessionStorage.getItem(rootKey);

export function showRepository(summary: { readonly repositoryId: string; readonly root: string } | null): void {
  if (summary === null) sessionStorage.removeItem(rootKey);
  else sessionStorage.setItem(rootKey, summary.root);
  useView.setState({ repositoryId: summary?.repositoryId ?? null, page: null, dialog: null });
}
