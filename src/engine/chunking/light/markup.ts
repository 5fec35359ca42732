import type { Section } from './section.ts';

const landmark =
  /^\s*<(section|article|header|footer|main|nav|aside|form|table|body|head|template|script|style|h[1-6]|div|g|symbol|target|PropertyGroup|ItemGroup|xs:\w+|xsl:template|bean|dependency|plugin|profile|key|string|item|activity)\b([^>]*)/i;

/** Markup: sections at tags that usually start something, named by id, name or title, at most one per few lines. */
export function markupSections(lines: readonly string[]): Section[] {
  const sections: Section[] = [];
  lines.forEach((line, i) => {
    const match = line.length > 2000 ? null : landmark.exec(line);
    const tag = match?.[1];
    if (tag === undefined) return;
    const attribute = /\b(?:id|name|key|class)\s*=\s*["']([^"']{1,80})["']/.exec(match?.[2] ?? '')?.[1];
    const heading = /^h\d$/i.test(tag) ? />([^<]{1,120})</.exec(line)?.[1]?.trim() : undefined;
    const name = heading ?? (attribute === undefined ? tag : `${tag} ${attribute}`);
    sections.push({ startLine: i + 1, kind: 'section', name, enclosing: [], listed: false });
  });
  return sections;
}

const definition =
  /^\s*(?:export\s+)?(?:(?:async\s+)?function\s*\*?\s*([\w$]+)|(?:const|let)\s+([\w$]+)\s*=\s*(?:async\s*)?(?:function\b|\([^)]*\)\s*(?::[^=]+)?=>|computed|defineProps|defineEmits|reactive|ref)|class\s+([\w$]+))/;

/** Single-file components: the blocks at the margin (script, template, style), with the functions of the script. */
export function componentSections(lines: readonly string[]): Section[] {
  const sections: Section[] = [];
  let block: string | null = null;
  lines.forEach((line, i) => {
    const opened = /^<(script|template|style)\b/.exec(line)?.[1];
    if (opened !== undefined) {
      block = opened;
      sections.push({ startLine: i + 1, kind: 'section', name: opened, enclosing: [], listed: false, apart: true });
      return;
    }
    if (/^<\/(?:script|template|style)>/.test(line)) block = null;
    const match = block === 'script' && line.length < 2000 ? definition.exec(line) : null;
    const name = match?.[1] ?? match?.[2] ?? match?.[3];
    if (name !== undefined) {
      const kind = match?.[3] === undefined ? 'function' : 'class';
      sections.push({ startLine: i + 1, kind, name, enclosing: [], listed: true });
    }
  });
  return sections;
}
