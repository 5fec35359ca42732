import { create } from 'zustand';

export type Page = 'settings' | 'metrics';
export type DialogName = 'keys' | 'switcher' | 'folders' | 'skipped';

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
export const showRepository = (repositoryId: string | null): void =>
  useView.setState({ repositoryId, page: null, dialog: null });
