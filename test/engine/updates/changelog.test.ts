import { expect, it } from 'vitest';
import { parseChangelog } from '../../../src/engine/updates/changelog.ts';

it('reads the form of Keep a Changelog', () => {
  const text = [
    '# Changelog',
    'Of [this](https://example.org/) form.',
    '## [Unreleased]',
    '### Added',
    '- Not out yet',
    '## [1.2.0] - 2026-03-04',
    '### Added',
    '- One thing, told in',
    '  two lines, see [the docs](docs/a.md)',
    '* `Another`',
    '### Fixed',
    '- A fault',
    '',
    '## 1.1.0-rc.1 - Unreleased',
    'Words without a group are left out.',
    '- and so are items',
    '## Not a version',
    '[1.2.0]: https://example.org/1.2.0',
  ];
  for (const end of ['\n', '\r\n']) {
    expect(parseChangelog(text.join(end))).toEqual([
      {
        version: '1.2.0',
        date: '2026-03-04',
        groups: [
          { title: 'Added', changes: ['One thing, told in two lines, see the docs', '`Another`'] },
          { title: 'Fixed', changes: ['A fault'] },
        ],
      },
      { version: '1.1.0-rc.1', date: null, groups: [] },
    ]);
  }
});
