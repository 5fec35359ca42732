import { copy, say } from '../../frame/said.ts';
import { useActions } from '../../frame/use-actions.ts';
import { useAction } from '../../host/use-call.ts';

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
