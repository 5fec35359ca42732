// `node scripts/release-notes.mjs v1.2.3`: writes what CHANGELOG.md says of that version. Fails when the tag is not the version in
// package.json, or the changelog has no entry with a date for it.
import { readFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { note } from './note.mjs';
import { checkout } from './pinned-node.mjs';

/**
 * The text of a version's entry, without its heading; null where it is missing, empty or not dated.
 *
 * @param {string} changelog in the form of Keep a Changelog
 * @param {string} version
 */
export function releaseNotes(changelog, version) {
  const sections = changelog.split(/^(?=## )/m);
  const entry = sections.find((section) => section.startsWith(`## [${version}]`));
  if (!entry || !/^## \[[^\]]+\] - \d{4}-\d{2}-\d{2}\s*$/m.test(entry)) return null;
  const text = entry.slice(entry.indexOf('\n') + 1).replaceAll(/^\[[^\]]+\]: .*$/gm, '');
  return text.trim() || null;
}

if (process.argv[1] && resolve(process.argv[1]) === fileURLToPath(import.meta.url)) {
  const tag = process.argv[2] ?? '';
  const { version } = JSON.parse(readFileSync(join(checkout, 'package.json'), 'utf8'));
  const notes = releaseNotes(readFileSync(join(checkout, 'CHANGELOG.md'), 'utf8'), version);
  if (tag !== `v${version}`) {
    note(`the tag ${tag} is not v${version}, the version in package.json.`);
    process.exitCode = 1;
  } else if (notes === null) {
    note(`CHANGELOG.md has no entry "## [${version}] - YYYY-MM-DD" with text in it.`);
    process.exitCode = 1;
  } else process.stdout.write(`${notes}\n`);
}
