import type { ChunkKind } from '../../../shared/chunk-kind.ts';
import type { Section } from './section.ts';

/** A line that starts a section; the first group is its name. */
export interface LineRule {
  readonly pattern: RegExp;
  readonly kind: ChunkKind;
  readonly listed?: boolean;
}

/** A section at every line that one of the rules matches, comments right above it included. */
export function linesMatching(
  lines: readonly string[],
  rules: readonly LineRule[],
  comment = /^\s*(?:#|\/\/|;|--)/,
): Section[] {
  const sections: Section[] = [];
  let last = 0;
  lines.forEach((line, i) => {
    if (line.length > 2000) return;
    for (const rule of rules) {
      const match = rule.pattern.exec(line);
      if (match === null) continue;
      let start = i;
      while (start > last && comment.test(lines[start - 1] ?? '')) start -= 1;
      last = i + 1;
      const name = match[1]?.replaceAll(/["`[\]]/g, '').trim() ?? null;
      const listed = rule.listed === true && name !== null;
      sections.push({ startLine: start + 1, kind: rule.kind, name, enclosing: [], listed });
      return;
    }
  });
  return sections;
}

/** A section per build stage. */
export const dockerSections = (lines: readonly string[]): Section[] =>
  linesMatching(lines, [
    { pattern: /^\s*FROM\s+\S+\s+AS\s+(\S+)/i, kind: 'section', listed: true },
    { pattern: /^\s*FROM\s+(\S+)/i, kind: 'section' },
  ]);

/** A section per target and per `define`. */
export const makeSections = (lines: readonly string[]): Section[] =>
  linesMatching(lines, [
    { pattern: /^define\s+(\S+)/, kind: 'function', listed: true },
    { pattern: /^(?!\.PHONY)([\w./%$(){}@<-][^:=#\t]{0,200}?)\s*::?(?!=)(?:\s|$)/, kind: 'section', listed: true },
  ]);

const name = String.raw`((?:["\x60\[]?[\w$]+["\x60\]]?\.)*["\x60\[]?[\w$]+["\x60\]]?)`;
const created = (what: string): RegExp =>
  new RegExp(
    String.raw`^\s*(?:CREATE|ALTER)\s+(?:OR\s+(?:REPLACE|ALTER)\s+)?(?:TEMP(?:ORARY)?\s+|UNLOGGED\s+|MATERIALIZED\s+|UNIQUE\s+|GLOBAL\s+|EXTERNAL\s+|VIRTUAL\s+)*(?:${what})\s+(?:CONCURRENTLY\s+)?(?:IF\s+(?:NOT\s+)?EXISTS\s+)?(?:ONLY\s+)?${name}`,
    'i',
  );

/** A section per statement that creates or changes something, and per statement that starts at the margin. */
export function sqlSections(lines: readonly string[]): Section[] {
  return linesMatching(lines, [
    { pattern: created('FUNCTION|PROCEDURE|TRIGGER|AGGREGATE'), kind: 'function', listed: true },
    { pattern: created('TABLE|VIEW|FOREIGN\\s+TABLE'), kind: 'class', listed: true },
    {
      pattern: created('TYPE|DOMAIN|SCHEMA|SEQUENCE|INDEX|DATABASE|EXTENSION|ROLE|POLICY'),
      kind: 'type',
      listed: true,
    },
    {
      pattern: /^(?:SELECT|INSERT|UPDATE|DELETE|WITH|DROP|GRANT|REVOKE|COMMENT|SET|MERGE|CREATE|ALTER)\b/i,
      kind: 'section',
    },
  ]);
}
