import type { Release } from '../../shared/contract/updates.ts';

interface Draft {
  version: string;
  date: string | null;
  groups: { title: string; changes: string[] }[];
}

/**
 * Reads a changelog in the form of Keep a Changelog: `## [1.2.3] - 2026-01-31` (or `- Unreleased`), `### Added`, and items, whose
 * further lines are indented. Links are reduced to their text, marks of code kept. `## [Unreleased]` without a version is left out.
 */
export function parseChangelog(markdown: string): readonly Release[] {
  const releases: Draft[] = [];
  let release: Draft | undefined;
  for (const line of markdown.split(/\r?\n/)) {
    const heading = /^## (.*)$/.exec(line)?.[1];
    const group = /^### (.*)$/.exec(line)?.[1];
    const item = /^[-*] (.*)$/.exec(line)?.[1];
    const more = /^\s{2,}(\S.*)$/.exec(line)?.[1];
    const changes = release?.groups.at(-1)?.changes;
    if (heading !== undefined) {
      release = startRelease(heading);
      if (release) releases.push(release);
    } else if (group !== undefined) release?.groups.push({ title: group.trim(), changes: [] });
    else if (item !== undefined) changes?.push(plainText(item));
    else if (more !== undefined && changes && changes.length > 0) changes.push(`${changes.pop()} ${plainText(more)}`);
  }
  return releases;
}

function startRelease(heading: string): Draft | undefined {
  const parts = /^\[?(\d+\.\d+\.\d+[^\]\s]*)\]?(?:\s+-\s+(\d{4}-\d{2}-\d{2}|Unreleased))?\s*$/.exec(heading);
  const version = parts?.[1];
  if (version === undefined) return undefined;
  const date = parts?.[2];
  return { version, date: date === undefined || date === 'Unreleased' ? null : date, groups: [] };
}

const plainText = (markdown: string): string => markdown.trim().replaceAll(/\[([^\]]+)\]\([^)]*\)/g, '$1');
