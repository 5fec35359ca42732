import { join } from 'node:path';
import { defaultSettings, type Settings, settingsSchema } from '../../shared/contract/settings.ts';
import { readJsonFile, writeFileAtomically } from '../atomic-file.ts';

/** The settings of this person, in `settings.json` of the data folder. */
export class SettingsStore {
  readonly #file: string;

  constructor(dataFolder: string) {
    this.#file = join(dataFolder, 'settings.json');
  }

  /** Values that are missing, unknown or not allowed are taken from the defaults, each on its own. */
  get(): Settings {
    const stored = readJsonFile(this.#file);
    if (typeof stored !== 'object' || stored === null) return defaultSettings;
    const known = Object.entries(stored).filter(
      ([name, value]) => settingsSchema.partial().safeParse({ [name]: value }).success,
    );
    return settingsSchema.parse({ ...defaultSettings, ...Object.fromEntries(known) });
  }

  update(change: { readonly [Name in keyof Settings]?: Settings[Name] | undefined }): Settings {
    const settings = settingsSchema.parse({ ...this.get(), ...change });
    writeFileAtomically(this.#file, `${JSON.stringify(settings, null, 2)}\n`);
    return settings;
  }
}
