import { indentedSections } from './indented.ts';
import type { Section } from './section.ts';

const cellStart = /^\s*# %%(?: \[(\w+)\])?/;
const heading = /^\s*#{1,6}\s+(.{1,120})/;
/** Python, Julia and R. */
const definition =
  /^\s*(?:async\s+)?(?:def|function)\s+([\w.!]+)\s*\(|^\s*(class)\s+(\w+)|^\s*([\w.]+)\s*(?:<-|=)\s*function\s*\(/;

/** A section per cell, per heading in cells of text, and per definition in cells of code. */
export function notebookSections(lines: readonly string[]): Section[] {
  // No cells were found in it: a notebook that is no valid JSON.
  if (!lines.some((line) => cellStart.test(line))) return indentedSections(lines, /^"([^"]{1,120})"\s*:/);
  const sections: Section[] = [];
  let isText = false;
  lines.forEach((line, i) => {
    const start = cellStart.exec(line);
    if (start !== null) {
      isText = start[1] !== undefined;
      sections.push({ startLine: i + 1, kind: 'section', name: null, enclosing: [], listed: false, apart: true });
      return;
    }
    const found = line.length > 2000 ? null : (isText ? heading : definition).exec(line);
    if (found === null) return;
    const name = (found[1] ?? found[3] ?? found[4] ?? '').trim();
    if (isText) sections.push({ startLine: i + 1, kind: 'section', name, enclosing: [], listed: true });
    else {
      const kind = found[2] === undefined ? 'function' : 'class';
      sections.push({ startLine: i + 1, kind, name, enclosing: [], listed: true });
    }
  });
  return sections;
}
