import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

/**
 * A text that ships beside package.json: both the source (`src/engine`) and the bundles (`out/node`, in a checkout and in a
 * packaged app's archive) lie two folders below it.
 */
export const readShippedText = (name: 'CHANGELOG.md' | 'THIRD_PARTY_NOTICES'): string =>
  readFileSync(join(dirname(fileURLToPath(import.meta.url)), '../..', name), 'utf8');
