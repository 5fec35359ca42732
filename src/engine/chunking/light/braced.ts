import type { Section } from './section.ts';

/** Style sheets: a section per rule at the outermost level of braces, named by its selector; comments above belong to it. */
export function bracedSections(lines: readonly string[]): Section[] {
  const sections: Section[] = [];
  let depth = 0;
  let inComment = false;
  let free = true;
  lines.forEach((line, i) => {
    const startsOutside = depth === 0 && !inComment;
    const scanned = scan(line, depth, inComment);
    if (startsOutside && free && line.trim() !== '') {
      sections.push({ startLine: i + 1, kind: 'section', name: selector(lines, i), enclosing: [], listed: false });
      free = false;
    }
    ({ depth, inComment } = scanned);
    if (depth === 0 && !inComment && scanned.ended) free = true;
  });
  return sections;
}

/** Name of the rule that starts at line `index`: the first line that is no comment, up to its brace. */
function selector(lines: readonly string[], index: number): string | null {
  for (let i = index; i < Math.min(lines.length, index + 30); i += 1) {
    const text = (lines[i] ?? '')
      .slice(0, 300)
      .replaceAll(/\/\*.*?(?:\*\/|$)/g, '')
      .replace(/\/\/.*$/, '');
    const name = text.replace(/\{.*$/, '').trim();
    if (name !== '' && !name.startsWith('*') && /[{,:@.#&\w]/.test(name)) return name.slice(0, 120);
  }
  return null;
}

function scan(line: string, from: number, comment: boolean): { depth: number; inComment: boolean; ended: boolean } {
  let depth = from;
  let inComment = comment;
  let ended = false;
  for (let i = 0; i < line.length; i += 1) {
    const two = line.startsWith('*/', i) ? 'close' : line.startsWith('/*', i) ? 'open' : '';
    if (inComment) {
      if (two === 'close') inComment = false;
      continue;
    }
    if (two === 'open') inComment = true;
    else if (line[i] === '{') depth += 1;
    else if (line[i] === '}') {
      depth = Math.max(0, depth - 1);
      if (depth === 0) ended = true;
    } else if (line[i] === ';' && depth === 0) ended = true;
  }
  return { depth, inComment, ended };
}
