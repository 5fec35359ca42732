import { describe, expect, it } from 'vitest';
import { releaseNotes } from '../../scripts/release-notes.mjs';

const changelog = `# Changelog

## [Unreleased]

## [1.10.0] - 2030-02-01

### Added

- Ten.

## [1.1.0] - 2030-01-01

- One.

## [1.0.0] - Unreleased

- Nought.

[1.1.0]: https://example.com
`;

describe('releaseNotes', () => {
  it('finds the entry of exactly that version', () => {
    expect(releaseNotes(changelog, '1.10.0')).toBe('### Added\n\n- Ten.');
    expect(releaseNotes(changelog, '1.1.0')).toBe('- One.');
  });

  it('has none for a version that is missing, empty or without a date', () => {
    expect(['1.1', '2.0.0', 'Unreleased', '1.0.0'].map((version) => releaseNotes(changelog, version))).toEqual(
      Array<null>(4).fill(null),
    );
  });
});
