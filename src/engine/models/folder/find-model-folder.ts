import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';

/** `WHENCE_MODEL` when set, else the last of the folders in `models` that holds a manifest; null when there is none. */
export function findModelFolder(models: string, environment: NodeJS.ProcessEnv = process.env): string | null {
  const given = environment['WHENCE_MODEL'];
  if (given) return given;
  if (!existsSync(models)) return null;
  const folders = readdirSync(models, { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && existsSync(join(models, entry.name, 'manifest.json')))
    .map((entry) => entry.name)
    .sort();
  const last = folders.at(-1);
  return last === undefined ? null : join(models, last);
}
