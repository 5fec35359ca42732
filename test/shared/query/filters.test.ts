import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { createProgram } from '../../../src/cli/program.ts';
import { chunkKinds } from '../../../src/shared/chunk-kind.ts';
import {
  definitionOf,
  filterExamples,
  filterNamed,
  filterNames,
  filterRows,
  namesOf,
  restsOnBlame,
} from '../../../src/shared/query/index.ts';

const searchHelp = (): string => {
  let text = '';
  const search = createProgram(() => undefined).commands.find((command) => command.name() === 'search');
  search?.configureOutput({ writeOut: (part) => (text += part) }).outputHelp();
  return text;
};

describe('the table of filters', () => {
  it('is what the documentation says', () => {
    const page = readFileSync(join(import.meta.dirname, '../../../docs/query-language.md'), 'utf8');
    expect(page).toContain(filterRows());
  });

  it('is what help and the window show', () => {
    const help = searchHelp();
    for (const name of filterNames) expect(help).toContain(`${name}:`);
    for (const [example] of filterExamples()) expect(filterNamed(/^[a-z]+/.exec(example)?.[0] ?? '')).not.toBeNull();
  });

  it('has no name twice, and every kind of code in its help', () => {
    const written = filterNames.flatMap(namesOf);
    expect(new Set(written).size).toBe(written.length);
    expect(definitionOf('kind').usage[0]?.gives).toBe(chunkKinds.join(', '));
  });

  it.each([
    ['author:ada', true],
    ['x -since:2024', true],
    ['commit:"1a2b"', true],
    ['retry lang:go', false],
    ['"author:ada"', false],
    ['author: ada', false],
    ['who is the author:', false],
  ])('tells whether %s needs blame: %s', (query, needs) => {
    expect(restsOnBlame(query)).toBe(needs);
  });
});
