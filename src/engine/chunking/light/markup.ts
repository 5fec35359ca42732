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
