import type { Section } from './section.ts';

interface Heading {
  readonly line: number;
  readonly level: number;
  readonly title: string;
}

/** Sections from headings; each knows the headings above it. */
function sectionsOf(headings: readonly Heading[]): Section[] {
  const path: Heading[] = [];
  return headings.map((heading) => {
    while (path.length > 0 && (path.at(-1)?.level ?? 0) >= heading.level) path.pop();
    const enclosing = path.map((each) => each.title);
    path.push(heading);
    return { startLine: heading.line, kind: 'section', name: heading.title || null, enclosing, listed: true };
  });
}

/** `# Title` and underlined titles, not inside fenced code or front matter. */
export function markdownSections(lines: readonly string[]): Section[] {
  const headings: Heading[] = [];
  let fence: string | null = null;
  let first = 0;
  if (lines[0]?.trim() === '---') {
    const end = lines.indexOf('---', 1);
    if (end > 0 && end < 200) first = end + 1;
  }
  for (let i = first; i < lines.length; i += 1) {
    const line = lines[i] ?? '';
    const mark = /^ {0,3}(`{3,}|~{3,})/.exec(line)?.[1];
    if (mark !== undefined) {
      if (fence === null) fence = mark;
      else if (mark.startsWith(fence)) fence = null;
      continue;
    }
    if (fence !== null) continue;
    const hashes = /^ {0,3}(#{1,6})(?:[ \t]+(.*))?$/.exec(line);
    if (hashes?.[1] !== undefined) {
      headings.push({ line: i + 1, level: hashes[1].length, title: cleanTitle(hashes[2] ?? '') });
      continue;
    }
    const under = /^ {0,3}(=+|-{2,})\s*$/.exec(lines[i + 1] ?? '')?.[1];
    if (under !== undefined && /^ {0,3}[^\s#>|*+-]/.test(line) && (lines[i - 1] ?? '').trim() === '') {
      headings.push({ line: i + 1, level: under.startsWith('=') ? 1 : 2, title: cleanTitle(line) });
    }
  }
  return sectionsOf(headings);
}

function cleanTitle(title: string): string {
  return title
    .slice(0, 300)
    .replace(/\s+#+\s*$/, '')
    .replaceAll(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replaceAll(/[`*]/g, '')
    .replace(/\s*\{#[^}]*\}\s*$/, '')
    .trim()
    .slice(0, 120);
}

const underline = /^([=\-~^"'`#*+.:_])\1{2,}\s*$/;

/** reStructuredText: a title over (and perhaps under) a line of punctuation; levels in order of appearance. */
export function underlinedSections(lines: readonly string[]): Section[] {
  const headings: Heading[] = [];
  const styles: string[] = [];
  for (let i = 1; i < lines.length; i += 1) {
    const title = lines[i - 1] ?? '';
    const mark = underline.exec(lines[i] ?? '')?.[1];
    if (mark === undefined || title.trim() === '' || underline.test(title)) continue;
    if ((lines[i] ?? '').trimEnd().length < title.trim().length - 1) continue;
    const over = underline.exec(lines[i - 2] ?? '')?.[1] === mark;
    if (!over && /^\s/.test(title)) continue;
    const style = over ? `${mark}${mark}` : mark;
    if (!styles.includes(style)) styles.push(style);
    const line = over ? i - 1 : i;
    headings.push({ line, level: styles.indexOf(style) + 1, title: cleanTitle(title) });
  }
  return sectionsOf(headings);
}

/** AsciiDoc: `== Title`. */
export function asciidocSections(lines: readonly string[]): Section[] {
  const headings: Heading[] = [];
  let fence: string | null = null;
  lines.forEach((line, i) => {
    if (/^(?:-{4,}|\.{4,}|={4,}|\/{4,}|```)\s*$/.test(line)) {
      const mark = line.trim();
      if (fence === null) fence = mark;
      else if (fence === mark) fence = null;
      return;
    }
    const found = fence === null ? /^(={1,6})\s+(\S.*)$/.exec(line) : null;
    if (found?.[1] !== undefined)
      headings.push({ line: i + 1, level: found[1].length, title: cleanTitle(found[2] ?? '') });
  });
  return sectionsOf(headings);
}
