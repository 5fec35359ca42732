import { defaultSettings, type Settings, settingsSchema } from '../../shared/contract/settings.ts';
import { WhenceError } from '../../shared/errors.ts';
import { prepareDataFolder } from '../../engine/data-folder.ts';
import { SettingsStore } from '../../engine/settings/settings-store.ts';
import { type CommonOptions, dataFolderOf } from '../options.ts';
import { printJson, printLine } from '../output.ts';

const names = Object.keys(defaultSettings);

/** `whence settings get`: one setting or all, as JSON values. */
export function runSettingsGet(name: string | undefined, options: CommonOptions): void {
  const settings = new SettingsStore(dataFolderOf(options)).get();
  if (name !== undefined) {
    if (!isName(name)) throw unknownName(name);
    printJson(settings[name]);
  } else if (options.json) printJson(settings);
  else for (const each of names.filter(isName)) printLine(`${each.padEnd(16)} ${JSON.stringify(settings[each])}`);
}

/** `whence settings set`: the one place, beside the file itself, where a command may be set without a question. */
export function runSettingsSet(name: string, words: readonly string[], options: CommonOptions): void {
  if (!isName(name)) throw unknownName(name);
  const dataFolder = dataFolderOf(options);
  const parsed = settingsSchema.partial().safeParse({ [name]: valueOf(name, words) });
  if (!parsed.success) {
    const why = parsed.error.issues[0]?.message ?? '';
    throw new WhenceError('BAD_REQUEST', `${name} can't be ${JSON.stringify(words.join(' '))}: ${why}.`);
  }
  prepareDataFolder(dataFolder);
  const settings = new SettingsStore(dataFolder).update(parsed.data);
  if (options.json) printJson(settings);
  else printLine(`${name} is ${JSON.stringify(settings[name])} now.`);
}

/** The words of a command are its value; for all others the one word, read as JSON where it is some. */
function valueOf(name: keyof Settings, words: readonly string[]): unknown {
  if (Array.isArray(defaultSettings[name])) return words;
  const text = words.join(' ');
  if (typeof defaultSettings[name] === 'string') return text;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

const isName = (name: string): name is keyof Settings => Object.hasOwn(defaultSettings, name);

const unknownName = (name: string): WhenceError =>
  new WhenceError('BAD_REQUEST', `There is no setting ${JSON.stringify(name)}: there are ${names.join(', ')}.`);
