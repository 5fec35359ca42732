import { globSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { expect, it } from 'vitest';

// What may rest on what in the window (ARCHITECTURE.md, decision 64): a feature that reaches for another one, or a
// ground floor that reaches up, makes a knot that later changes have to untie.

const renderer = join(import.meta.dirname, '../../src/renderer');

/** Rooms, each with the rooms it may import beside itself and `shared`. A feature is a room of its own. */
const below: Readonly<Record<string, readonly string[]>> = {
  jsx: [],
  ui: [],
  host: [],
  frame: ['host'],
  features: ['frame', 'host', 'ui'],
  app: ['features', 'frame', 'host', 'ui'],
  'main.tsx': ['app', 'host'],
};

const posix = (path: string): string => path.split(sep).join('/');

const filesOf = (pattern: string): readonly string[] => globSync(pattern, { cwd: renderer }).map(posix).toSorted();

const textOf = (file: string): string => readFileSync(join(renderer, file), 'utf8');

/** `search` of `features/search/why.tsx` is a room; elsewhere the first folder is. */
const roomOf = (file: string): string => {
  const [first = '', second = ''] = file.split('/');
  return first === 'features' ? `features/${second}` : first;
};

const floorOf = (room: string): string => room.split('/')[0] ?? room;

/** The files of the window that a file imports: values, types, styles and what is loaded later. */
const importsOf = (file: string): readonly string[] =>
  [...textOf(file).matchAll(/(?:\bfrom|\bimport)\s*\(?\s*'(\.{1,2}\/[^']+)'/g)]
    .map(([, path = '']) => posix(relative(renderer, join(renderer, dirname(file), path))))
    .filter((path) => !path.startsWith('../'));

const mayImport = (from: string, to: string): boolean =>
  from === to || (below[floorOf(from)] ?? []).includes(floorOf(to));

const sources = filesOf('**/*.{ts,tsx}');

it('lets every room of the window import only what lies below it, and features never one another', () => {
  const wrong = sources.flatMap((file) =>
    importsOf(file)
      .filter((path) => !mayImport(roomOf(file), roomOf(path)))
      .map((path) => `${file} imports ${path}`),
  );
  expect(wrong).toEqual([]);
});

it('knows every room, and sees what they import', () => {
  expect(sources.map((file) => floorOf(roomOf(file))).filter((floor) => below[floor] === undefined)).toEqual([]);
  expect(importsOf('app/start.tsx')).toContain('features/search/follow-root.ts');
  expect(importsOf('ui/page.tsx')).toEqual(['ui/button.tsx', 'ui/page.css']);
});

/** Class names in the attributes of a text; one that ends with a hyphen goes on with something computed. */
const classesIn = (text: string): readonly string[] =>
  [...text.matchAll(/className=(?:"([^"]*)"|\{((?:[^{}]|\{[^{}]*\})*)\})/g)]
    .map(([, plain = '', computed = '']) => {
      const quoted = [...computed.matchAll(/'([^']*)'/g)].map(([, inside = '']) => inside);
      const templates = [...computed.matchAll(/`([^`]*)`/g)].map(([, inside = '']) =>
        inside.replaceAll(/\$\{[^}]*\}/g, ' '),
      );
      return [plain, ...quoted, ...templates].join(' ');
    })
    .flatMap((words) => words.match(/[a-z][\w-]*/g) ?? []);

/** The rooms whose style sheets name a class. What `base.css` names holds everywhere. */
function classOwners(): ReadonlyMap<string, ReadonlySet<string>> {
  const owners = new Map<string, Set<string>>();
  for (const sheet of filesOf('**/*.css')) {
    const room = sheet === 'app/base.css' ? 'ui' : roomOf(sheet);
    const selectors = textOf(sheet)
      .replaceAll(/\/\*[^]*?\*\//g, '')
      .replaceAll(/\{[^{}]*\}/g, '{}');
    for (const [, name = ''] of selectors.matchAll(/\.([a-z][\w-]*)/g)) {
      owners.set(name, (owners.get(name) ?? new Set()).add(room));
    }
  }
  return owners;
}

it('styles every room by its own style sheets or those of ui', () => {
  const owners = [...classOwners()];
  const wrong = sources.flatMap((file) =>
    classesIn(textOf(file))
      .flatMap((word) => owners.filter(([name]) => name === word || (word.endsWith('-') && name.startsWith(word))))
      .filter(([, rooms]) => !rooms.has('ui') && !rooms.has(roomOf(file)))
      .map(([name, rooms]) => `${file} is styled by .${name} of ${[...rooms].join(', ')}`),
  );
  expect(wrong).toEqual([]);
});
