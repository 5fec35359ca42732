import { create } from 'zustand';

/** What the panel under the preview shows. */
export type Panel =
  | { readonly kind: 'commit'; readonly commit: string; readonly path: string | null }
  | { readonly kind: 'file-history'; readonly path: string; readonly revision: string | null }
  | {
      readonly kind: 'line-history';
      readonly path: string;
      readonly revision: string | null;
      readonly firstLine: number;
      readonly lastLine: number;
    };

/** A version of a file other than the one on disk. */
export interface Version {
  readonly path: string;
  readonly revision: string;
  /** How it came up, for the line above the text: `before 3f9c2ab`. */
  readonly words: string;
  readonly line: number;
}

interface PreviewState {
  readonly blame: boolean;
  /** Panels gone through, the last one shown; empty hides the panel. */
  readonly panels: readonly Panel[];
  /** Versions gone through, the last one shown; empty shows the file on disk. */
  readonly versions: readonly Version[];
  /** Root and path of the file that panels and versions belong to. */
  readonly file: string;
  /** The text takes the focus as soon as it is there. */
  readonly wantsFocus: boolean;
  /** In a narrow window: the preview covers the results. */
  readonly over: boolean;
}

const blameKey = 'whence.blame';

export const usePreview = create<PreviewState>(() => ({
  blame: localStorage.getItem(blameKey) !== 'off',
  panels: [],
  versions: [],
  file: '',
  wantsFocus: false,
  over: false,
}));

export function toggleBlame(): void {
  const blame = !usePreview.getState().blame;
  localStorage.setItem(blameKey, blame ? 'on' : 'off');
  usePreview.setState({ blame });
}

export const openPanel = (panel: Panel): void =>
  usePreview.setState(({ panels }) => ({ panels: [...panels.slice(-19), panel] }));

export const closePanel = (): void => usePreview.setState({ panels: [] });

export const backPanel = (): void => usePreview.setState(({ panels }) => ({ panels: panels.slice(0, -1) }));

export const openVersion = (version: Version): void =>
  usePreview.setState(({ versions }) => ({ versions: [...versions, version] }));

export const backVersion = (): void => usePreview.setState(({ versions }) => ({ versions: versions.slice(0, -1) }));

export const setWantsFocus = (wantsFocus: boolean): void => usePreview.setState({ wantsFocus });

export const setOver = (over: boolean): void => usePreview.setState({ over });

/** Another file is shown: old versions do not belong to it; an open panel closes. */
export function enterFile(file: string): void {
  if (usePreview.getState().file !== file) usePreview.setState({ file, versions: [], panels: [] });
}

/** What `Esc` closes next; false when nothing is open. */
export function closeTopmost(): boolean {
  const { panels, versions, over } = usePreview.getState();
  if (panels.length > 0) closePanel();
  else if (versions.length > 0) backVersion();
  else if (over) setOver(false);
  else return false;
  return true;
}
