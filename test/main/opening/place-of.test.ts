import { mkdirSync, symlinkSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { placeOf } from '../../../src/main/opening/place-of.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

it('finds the root that a file belongs to, and takes a folder as it is', () => {
  const folder = temporaryFolder();
  const repository = join(folder, 'repo');
  const inner = join(repository, 'packages', 'one');
  mkdirSync(join(repository, '.git'), { recursive: true });
  mkdirSync(inner, { recursive: true });
  const file = join(inner, 'a.ts');
  writeFileSync(file, '');
  symlinkSync(file, join(folder, 'link.ts'));
  writeFileSync(join(folder, 'alone.txt'), '');

  expect(placeOf(inner, 3, [])).toEqual({ root: inner, file: null, line: null });
  expect(placeOf(file, 3, [])).toEqual({ root: repository, file: 'packages/one/a.ts', line: 3 });
  // A folder that was opened before goes before the repository around it.
  expect(placeOf(file, 3, [folder, inner, repository])).toEqual({ root: inner, file: 'a.ts', line: 3 });
  expect(placeOf(join(folder, 'link.ts'), null, [])).toMatchObject({ root: repository });
  expect(placeOf(join(folder, 'alone.txt'), null, [])).toEqual({ root: folder, file: 'alone.txt', line: null });
  expect(placeOf(join(folder, 'gone'), 1, [])).toEqual({ root: join(folder, 'gone'), file: null, line: null });
});
