import { describe, expect, it } from 'vitest';
import { languageOf } from '../../../src/engine/chunking/index.ts';
import { notebookSections } from '../../../src/engine/chunking/light/cells.ts';
import { skipByText } from '../../../src/engine/ingest/content-gate.ts';
import { readablePart } from '../../../src/engine/ingest/readable-part.ts';

const picture = 'iVBORw0KGgo'.repeat(6000);
const cells = [
  { cell_type: 'markdown', metadata: {}, source: ['# Churn of users\n', 'All "of" them.'] },
  {
    cell_type: 'code',
    execution_count: 1,
    metadata: { note: 'unseen' },
    source: ['def plot_users(frame):\n', '    return frame.plot(title="Churn")\n'],
    outputs: [{ output_type: 'display_data', data: { 'image/png': picture, 'text/plain': ['<Figure unseen>'] } }],
  },
  { cell_type: 'code', source: 'total = 1\nother = "a\\tb"', outputs: [] },
];
const notebook = (indent?: number): string =>
  JSON.stringify({ cells, metadata: { language_info: { name: 'python' } }, nbformat: 4 }, null, indent);
const lineOf = (text: string, words: string): number => text.split('\n').findIndex((line) => line.includes(words)) + 1;

describe('notebooks', () => {
  it.each([1, 2, 4])('are read cell by cell, on the lines of the file, indented by %d', (indent) => {
    const raw = notebook(indent);
    const { text, note } = readablePart('a.ipynb', `${raw}\n`);
    expect(text.split('\n')).toHaveLength(raw.split('\n').length + 1);
    for (const words of ['# Churn of users', 'def plot_users(frame):', 'total = 1']) {
      expect(lineOf(text, words)).toBe(lineOf(raw, words));
    }
    expect(text).toContain('    return frame.plot(title="Churn")');
    expect(text).not.toMatch(/unseen|iVBOR|image\/png|metadata/);
    expect(note).toBe('the cells of a notebook, without outputs');
    expect(skipByText('a.ipynb', readablePart('a.ipynb', raw))).toBeNull();
  });

  it('are read from one line, with CRLF, in the old format, and after other keys', () => {
    expect(readablePart('a.ipynb', notebook()).text).toMatch(
      /# Churn of users.*def plot_users.*total = 1 {2}other = "a\\tb"\n$/,
    );
    const { text } = readablePart('a.ipynb', notebook(1).replaceAll('\n', '\r\n'));
    expect(lineOf(text, 'def plot_users')).toBe(lineOf(notebook(1), 'def plot_users'));
    const old = {
      worksheets: [{ cells: [{ cell_type: 'code', input: ['old = 1'], outputs: [{ text: ['unseen'] }] }] }],
    };
    expect(readablePart('a.ipynb', JSON.stringify(old, null, 1)).text).toMatch(/^\s*# %%\n\s+old = 1\n\s*$/);
    const turned = { metadata: { source: 'unseen', cells: [{ source: 'unseen' }] }, cells: [{ source: ['x\\" = 2'] }] };
    expect(readablePart('a.ipynb', JSON.stringify(turned)).text.trim()).toBe('x\\" = 2');
  });

  it('are text where they are no valid notebook', () => {
    for (const raw of ['{"a": 1}', '[]', '', '<<<<<<< HEAD\n{"cells": []}', 'null']) {
      expect(readablePart('a.ipynb', raw)).toEqual({ text: raw, note: null });
    }
    const broken = readablePart('a.ipynb', notebook(1).slice(0, -20));
    expect(broken.text).toContain('def plot_users(frame):');
    expect(skipByText('a.ipynb', broken)).toBeNull();
  });

  it('are cut at cells, headings and definitions', () => {
    const { text } = readablePart('a.ipynb', notebook(1));
    const names = notebookSections(text.split('\n'))
      .filter((each) => each.listed)
      .map(({ kind, name }) => `${kind} ${name}`);
    expect(names).toEqual(['section Churn of users', 'function plot_users']);
    expect(languageOf('a.ipynb')).toBe('notebook');
  });
});

describe('files with data in them', () => {
  const code = Array.from({ length: 40 }, (_, i) => `export const value${i} = ${i};\n`).join('');

  it('are read without pictures and fonts', () => {
    const css = `.a { color: red }\n@font-face { src: url(data:font/woff2;base64,${picture}) }\n.wanted { top: 0 }\n`;
    const { text, note } = readablePart('a.css', css);
    expect(text).toBe('.a { color: red }\n@font-face { src: url(data:font/woff2;base64,…) }\n.wanted { top: 0 }\n');
    expect(note).toBe('without pictures and fonts in data URIs');
    expect(skipByText('a.css', { text })).toBeNull();
    const svg = `<svg>\n<title>Wanted</title>\n<image href="data:image/png;base64,${picture}"/>\n</svg>\n`;
    expect(skipByText('a.svg', readablePart('a.svg', svg))).toBeNull();
  });

  it('are read without the ends of long lines, where most lines are ordinary', () => {
    const mixed = `${code}const table = "${'x1y2'.repeat(20_000)}";\n${code}`;
    const { text, note } = readablePart('a.ts', mixed);
    expect(text.split('\n')).toHaveLength(82);
    expect(Math.max(...text.split('\n').map((line) => line.length))).toBeLessThanOrEqual(1001);
    expect(note).toBe('without the ends of one line of over 1,000 characters');
    expect(skipByText('a.ts', { text })).toBeNull();
  });

  it('stay minified where they are long lines as a whole, and whole where nothing is long', () => {
    const minified = `/*!\n${' * A licence\n'.repeat(20)} */\n${'var a=1;'.repeat(5000)}\n`;
    expect(readablePart('a.js', minified)).toEqual({ text: minified, note: null });
    expect(skipByText('a.js', { text: minified })?.reason).toBe('minified');
    expect(readablePart('a.ts', code)).toEqual({ text: code, note: null });
  });
});
