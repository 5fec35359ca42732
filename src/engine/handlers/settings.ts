import { platform } from 'node:os';
import type { Handlers } from '../../shared/contract/index.ts';
import type { AppInfo, Editor } from '../../shared/contract/settings.ts';
import { identifyModel } from '../models/index.ts';
import type { Consent } from '../consent.ts';
import type { EngineContext } from '../engine-context.ts';
import { locateGit } from '../git/index.ts';
import { className, framesOf, logFileOf, readLog } from '../log/index.ts';
import { containedPath } from '../repositories/contained-path.ts';
import type { Repositories } from '../repositories/repositories.ts';
import { editorCommand, showCommand } from '../settings/editors.ts';
import { launch } from '../settings/launch.ts';
import { isRunnable } from '../settings/runnable.ts';
import { storedIndexes } from '../settings/storage.ts';
import { readShippedText } from '../shipped-text.ts';

type SettingsCalls = Pick<Handlers, Extract<keyof Handlers, `settings.${string}`>>;

export function settingsHandlers(
  context: EngineContext & { readonly consent: Consent },
  repositories: Repositories,
): SettingsCalls {
  const { settings, host } = context;
  return {
    'settings.get': () => settings.get(),
    'settings.update': async (change) => {
      const command = change.editorCommand;
      if (command && !sameWords(command, settings.get().editorCommand)) await context.consent.toRun(command);
      const updated = settings.update(change);
      context.emit('settings.changed', updated);
      host.updater?.follow(updated.updates);
      await repositories.followSettings();
      return updated;
    },
    'settings.app': async () => appInfo(context),
    'settings.storage': () => storedIndexes(context.dataFolder),
    'settings.deleteIndex': async ({ repositoryId }) => {
      await repositories.deleteIndex(repositoryId);
      return null;
    },
    'settings.openInEditor': async ({ repositoryId, path, line }) => {
      const { root } = await repositories.get(repositoryId);
      const file = await containedPath(root.path, path);
      const chosen = settings.get();
      // Nothing of a repository is ever run, and the system runs some files when they are opened.
      if (chosen.editor === 'system' && isRunnable(file)) await showInFolder(context, file);
      else if (chosen.editor === 'system' && host.openFile) await host.openFile(file);
      else await launch(editorCommand(chosen, { root: root.path, path: file, line }), editorNames[chosen.editor]);
      return null;
    },
    'settings.licences': () => readShippedText('THIRD_PARTY_NOTICES'),
    'settings.showInFolder': async ({ repositoryId, path }) => {
      const { root } = await repositories.get(repositoryId);
      const file = await containedPath(root.path, path);
      await showInFolder(context, file);
      return null;
    },
    'settings.log': () => ({ file: logFileOf(context.dataFolder), lines: readLog(context.dataFolder, shownLines) }),
    'settings.windowFailed': windowFailures(context),
  };
}

/** Lines of the log that the window shows. */
const shownLines = 500;
/** Failures of windows that are written down while this host runs: a page that fails at every frame must not fill the log. */
const mostWindowFailures = 100;

function windowFailures({ host }: EngineContext): SettingsCalls['settings.windowFailed'] {
  let left = mostWindowFailures;
  return ({ what, error, stack }) => {
    if (left > 0) {
      left -= 1;
      const place = { code: null, cause: null, stack: framesOf(stack) };
      host.log?.('error', 'window.failed', { what, error: className(error), ...place });
    }
    return null;
  };
}

async function showInFolder({ host }: EngineContext, file: string): Promise<void> {
  if (host.showInFolder) host.showInFolder(file);
  else await launch(showCommand(file), 'The file manager');
}

const sameWords = (a: readonly string[], b: readonly string[]): boolean =>
  a.length === b.length && a.every((word, i) => word === b[i]);

const editorNames: Readonly<Record<Editor, string>> = {
  system: "The system's program",
  vscode: 'VS Code',
  cursor: 'Cursor',
  zed: 'Zed',
  sublime: 'Sublime Text',
  idea: 'IntelliJ IDEA',
  vim: 'Vim',
  neovim: 'Neovim',
  emacs: 'Emacs',
  custom: 'The custom editor',
};

async function appInfo(context: EngineContext): Promise<AppInfo> {
  const { host, dataFolder, appVersion } = context;
  const system = platform();
  return {
    version: appVersion,
    host: host.kind,
    platform: system === 'linux' || system === 'darwin' || system === 'win32' ? system : 'other',
    dataFolder,
    model: await modelInfo(context),
    gitVersion: (await locateGit())?.version ?? null,
    openPath: host.openPath ?? null,
    canPickFolder: host.pickFolder !== undefined,
  };
}

/** A model that can't be read is told where it is used; here it is only not there. */
async function modelInfo({ model }: EngineContext): Promise<AppInfo['model']> {
  if (model === null) return null;
  try {
    const { id, revision, dimensions } = await identifyModel(model);
    return { id, revision, dimensions };
  } catch {
    return null;
  }
}
