import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { WhenceError } from '../shared/errors.ts';

/** Absolute paths of the data that ships with Whence. */
export interface Resources {
  /** wasm grammars, one per language. */
  readonly grammars: string;
  /** One folder per embedding model. */
  readonly models: string;
  /** Pictures of Whence itself. */
  readonly icons: string;
}

/**
 * Where a file lies that something else than JavaScript opens: SQLite's extension loader, a model reader in C++. In a packaged
 * app it lies beside the archive, in `app.asar.unpacked`: only Node's own file functions look into `app.asar`.
 */
export function unpacked(path: string): string {
  const beside = path.replace(/(?<=[\\/])app\.asar(?=[\\/])/, 'app.asar.unpacked');
  return existsSync(beside) ? beside : path;
}

/**
 * Where the shipped data lies: `resources/` of the checkout when run from source (`src/engine`) or from the build
 * (`out/node`), the unpacked part of the archive in a packaged app. `WHENCE_RESOURCES` overrides it.
 */
export function findResources(environment: NodeJS.ProcessEnv = process.env): Resources {
  const here = dirname(fileURLToPath(import.meta.url));
  const given = environment['WHENCE_RESOURCES'];
  const candidates = given ? [given] : ['../../resources', '../resources'].map((path) => unpacked(join(here, path)));
  const found = candidates.find((folder) => existsSync(folder));
  if (!found) {
    throw new WhenceError('INTERNAL', `The resources folder is missing (looked in ${candidates.join(' and ')}).`);
  }
  return { grammars: join(found, 'grammars'), models: join(found, 'models'), icons: join(found, 'icons') };
}
