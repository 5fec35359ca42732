import { existsSync } from 'node:fs';
import { dirname, win32 } from 'node:path';
import { assertNever } from '../../shared/assert-never.ts';
import type { Editor, Settings } from '../../shared/contract/settings.ts';
import { WhenceError } from '../../shared/errors.ts';
import { findProgram, type ProgramPlace, programFolders } from '../processes/find-program.ts';

/** A place in a file; `path` absolute, `line` 1-based. */
export interface Place {
  readonly root: string;
  readonly path: string;
  readonly line: number;
}

/** A program and its arguments, to be started as a list and never through a shell. */
export interface Command {
  readonly program: string;
  readonly args: readonly string[];
}

type Platform = NodeJS.Platform;

/** How the chosen editor is started at a place. Throws EDITOR_FAILED for a custom editor without a command. */
export function editorCommand(settings: Settings, place: Place, platform: Platform = process.platform): Command {
  const { path, line } = place;
  const editor: Editor = settings.editor;
  switch (editor) {
    case 'system':
      return openCommand(path, platform);
    case 'vscode':
      return { program: 'code', args: ['--goto', `${path}:${line}`] };
    case 'cursor':
      return { program: 'cursor', args: ['--goto', `${path}:${line}`] };
    case 'zed':
      return { program: 'zed', args: [`${path}:${line}`] };
    case 'sublime':
      return { program: 'subl', args: [`${path}:${line}`] };
    case 'idea':
      return { program: 'idea', args: ['--line', String(line), path] };
    case 'vim':
      return { program: platform === 'darwin' ? 'mvim' : 'gvim', args: [`+${line}`, path] };
    case 'neovim':
      return platform === 'linux'
        ? { program: 'x-terminal-emulator', args: ['-e', 'nvim', `+${line}`, path] }
        : { program: 'nvim-qt', args: ['--', `+${line}`, path] };
    case 'emacs':
      return { program: 'emacsclient', args: ['--no-wait', '--alternate-editor=emacs', `+${line}`, path] };
    case 'custom':
      return customCommand(settings.editorCommand, place);
    default:
      return assertNever(editor);
  }
}

/** Opens a file with the program that the system has for it. */
export function openCommand(path: string, platform: Platform = process.platform): Command {
  if (platform === 'darwin') return { program: 'open', args: [path] };
  if (platform === 'win32') return { program: 'explorer.exe', args: [path] };
  return { program: 'xdg-open', args: [path] };
}

/** Shows a file in the system's file manager, selected where that is possible. */
export function showCommand(path: string, platform: Platform = process.platform): Command {
  if (platform === 'darwin') return { program: 'open', args: ['-R', path] };
  if (platform === 'win32') return { program: 'explorer.exe', args: [`/select,${path}`] };
  return { program: 'xdg-open', args: [dirname(path)] };
}

function customCommand(words: readonly string[], place: Place): Command {
  const [program, ...args] = words.map((word) =>
    word
      .split(/(\{path\}|\{line\}|\{root\})/)
      .map((part) => placeholders[part]?.(place) ?? part)
      .join(''),
  );
  if (!program) {
    throw new WhenceError('EDITOR_FAILED', 'The custom editor has no command: name its program in the settings.');
  }
  return { program, args };
}

const placeholders: Readonly<Record<string, (place: Place) => string>> = {
  '{path}': (place) => place.path,
  '{line}': (place) => String(place.line),
  '{root}': (place) => place.root,
};

/**
 * Absolute path of the program to start, or null when it is not there. On Windows `code` and `cursor` are batch files, which only a
 * shell can run: the program beside them is taken instead.
 */
export function startableProgram(program: string, place: ProgramPlace = {}): string | null {
  const { platform = process.platform } = place;
  const executable = platform === 'win32' ? windowsPrograms[program] : undefined;
  if (executable === undefined) return findProgram(program, place);
  const folder = programFolders(place).find((entry) => existsSync(win32.join(entry, `${program}.cmd`)));
  return folder === undefined ? findProgram(executable, place) : win32.join(win32.dirname(folder), executable);
}

const windowsPrograms: Readonly<Record<string, string>> = { code: 'Code.exe', cursor: 'Cursor.exe' };
