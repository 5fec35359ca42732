import { create } from 'zustand';
import { useAction } from '../../app/use-call.ts';
import { useActions } from '../../app/use-actions.ts';

interface Said {
  /** What an action on the file has to say: done, or why not. Shown in the head of the preview. */
  readonly text: string | null;
  readonly failed: boolean;
}

export const useSaid = create<Said>(() => ({ text: null, failed: false }));

/** Milliseconds that a word of success stays; failures stay until the next action. */
const shown = 2000;
let timer: ReturnType<typeof setTimeout> | undefined;

export function say(text: string, failed = false): void {
  clearTimeout(timer);
  useSaid.setState({ text, failed });
  if (!failed) timer = setTimeout(() => useSaid.setState({ text: null }), shown);
}

export async function copy(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    say(`Copied ${text}`);
  } catch {
    say('The clipboard cannot be reached. Select the text and copy it by hand.', true);
  }
}

const onError = (error: Error): void => say(error.message, true);

interface FilePlace {
  readonly repositoryId: string;
  readonly path: string | null;
  /** 1-based line that the editor should open at. */
  readonly line: () => number;
}

/** Editor, folder and clipboard, by key. */
export function useFileActions({ repositoryId, path, line }: FilePlace): void {
  const openEditor = useAction('settings.openInEditor');
  const showInFolder = useAction('settings.showInFolder');
  const open = (): boolean => {
    if (path === null) return false;
    openEditor.mutate({ repositoryId, path, line: line() }, { onError, onSuccess: () => say('Opened in the editor') });
    return true;
  };
  useActions({
    'editor.open': open,
    'path.copy': () => {
      if (path === null) return false;
      void copy(`${path}:${line()}`);
      return true;
    },
    'folder.show': () => {
      if (path === null) return false;
      showInFolder.mutate({ repositoryId, path }, { onError });
      return true;
    },
  });
}
