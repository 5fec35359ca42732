import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

// What the language keeps private can't be reached by a cast, and reads the same in every room. The linter has no rule for it.
it('members of classes are private by #, constructors alone by the word', () => {
  const root = join(import.meta.dirname, '../..');
  const found = globSync('src/**/*.{ts,tsx}', { cwd: root }).flatMap((file) =>
    readFileSync(join(root, file), 'utf8')
      .split('\n')
      .filter((line) => /^\s+(?:override |static )*private (?!constructor\()/.test(line))
      .map((line) => `${file}: ${line.trim()}`),
  );
  expect(found).toEqual([]);
});
