import { delimiter, isAbsolute, sep } from 'node:path';

/** Meant for Whence's own process: in another program built on the same runtime they would change what it is. */
const own = new Set(['ELECTRON_RUN_AS_NODE', 'ELECTRON_NO_ASAR', 'ELECTRON_NO_ATTACH_CONSOLE', 'NODE_OPTIONS']);
/** What an AppImage tells of itself; a program that is no AppImage would believe it was one. */
const ofAppImage = new Set(['APPDIR', 'APPIMAGE', 'ARGV0', 'OWD']);

/**
 * The environment for a program that is no part of Whence. An AppImage puts its own folders first in LD_LIBRARY_PATH, PATH,
 * XDG_DATA_DIRS and others: with them an editor would load Whence's libraries, so every entry below that folder is left out.
 */
export function childEnvironment(environment: NodeJS.ProcessEnv = process.env): NodeJS.ProcessEnv {
  const appFolder = environment['APPIMAGE'] === undefined ? undefined : environment['APPDIR'];
  const kept = Object.entries(withFixedPath(environment)).filter(
    ([name]) => !own.has(name) && !name.startsWith('WHENCE_') && !(appFolder !== undefined && ofAppImage.has(name)),
  );
  if (!appFolder) return Object.fromEntries(kept);
  const isOfApp = (entry: string): boolean => entry === appFolder || entry.startsWith(appFolder + sep);
  return Object.fromEntries(
    kept.flatMap(([name, value]) => {
      const entries = (value ?? '').split(delimiter);
      if (!entries.some(isOfApp)) return [[name, value]];
      const others = entries.filter((entry) => entry !== '' && !isOfApp(entry));
      return others.length === 0 ? [] : [[name, others.join(delimiter)]];
    }),
  );
}

/** Without entries of PATH that mean the current folder: what is started may start others by name. */
function withFixedPath(environment: NodeJS.ProcessEnv): NodeJS.ProcessEnv {
  const name = Object.keys(environment).find((key) => key.toUpperCase() === 'PATH');
  if (name === undefined) return environment;
  const entries = (environment[name] ?? '').split(delimiter).filter((entry) => isAbsolute(entry.replaceAll('"', '')));
  return { ...environment, [name]: entries.join(delimiter) };
}
