import type { ChunkKind } from '../../../shared/chunk-kind.ts';
import type { Section } from './section.ts';

/** Longer lines are data. */
const longest = 2000;

const modifiers = String.raw`(?:export\s+)?(?:default\s+)?(?:declare\s+)?(?:abstract\s+)?`;
/** What a script defines, anywhere in it. */
const functions = new RegExp(
  String.raw`${modifiers}(?:async\s+)?function\s*\*?\s*([\w$]+)|${modifiers}(?:const|let|var)\s+([\w$]+)\s*(?::[^=;]{1,200})?=\s*(?:async\s*)?(?:function\b|\([^)]*\)\s*(?::[^={]{1,200})?=>|[\w$]+\s*=>)`,
);
const types = new RegExp(String.raw`${modifiers}(class|interface|enum|type|namespace)\s+([\w$]+)(?=[\s<{=])`);
/** Variables at the script's margin: those inside of functions are nobody's to look for. */
const variables = new RegExp(String.raw`${modifiers}(?:const|let|var)\s+([\w$]+)`);
const start = /(?:^|[;{}>])\s*$/;

const typeKinds: Readonly<Record<string, ChunkKind>> = {
  class: 'class',
  interface: 'interface',
  enum: 'enum',
  type: 'type',
  namespace: 'module',
};

/** A method of a component's options or of a class: `total() {`. */
const method =
  /^\s+(?:async\s+|static\s+|get\s+|set\s+)?\*?([\w$]+)\s*\([^)]*\)\s*(?::[^={]{1,200})?\{\s*(?:$|\S.*\},?\s*$)/;
const noMethod = /^(?:if|for|while|switch|catch|with|function|return|await)$/;
const holdsMethods = /\bexport\s+default\b.*\{\s*$|\bclass\b.*\{\s*$|\bdefineComponent\s*\(|\bVue\.extend\s*\(/;

/** The definition that a line of a script begins with, or holds after a bracket or semicolon; null without one. */
function definitionIn(line: string, isAtMargin: boolean): { kind: ChunkKind; name: string } | null {
  if (line.length > longest) return null;
  const found = functions.exec(line);
  const name = found?.[1] ?? found?.[2];
  if (found !== null && name !== undefined && start.test(line.slice(0, found.index))) return { kind: 'function', name };
  const type = types.exec(line);
  if (type?.[1] !== undefined && type[2] !== undefined && start.test(line.slice(0, type.index))) {
    return { kind: typeKinds[type[1]] ?? 'type', name: type[2] };
  }
  const variable = isAtMargin ? variables.exec(line) : null;
  if (variable?.[1] === undefined || !start.test(line.slice(0, variable.index))) return null;
  return { kind: 'constant', name: variable[1] };
}

/** Single-file components: the blocks at the margin (script, template, style), with the definitions of the script. */
export const componentSections = (lines: readonly string[]): Section[] => blocksOf(lines, 0);

/** An Astro component: the same after its frontmatter, which is a script between `---` and `---`. */
export function astroSections(lines: readonly string[]): Section[] {
  const first = lines.findIndex((line) => line.replace(/^\ufeff/, '').trim() !== '' && !/^\s*<!--.*-->\s*$/.test(line));
  if (first < 0 || !/^\ufeff?\s*---/.test(lines[first] ?? '')) return blocksOf(lines, 0);
  const length = lines.slice(first + 1).findIndex((line) => /^\s*---/.test(line));
  const end = length < 0 ? lines.length : first + 1 + length;
  const sections: Section[] = [block(first + 1, 'frontmatter')];
  const script = new Script();
  script.add(sections, { line: (lines[first] ?? '').replace(/^\ufeff?\s*---/, ''), number: first + 1 });
  for (let i = first + 1; i < end; i += 1) script.add(sections, { line: lines[i] ?? '', number: i + 1 });
  if (end + 1 < lines.length) sections.push(block(end + 2, 'template'));
  return [...sections, ...blocksOf(lines, end + 1)];
}

const block = (startLine: number, name: string): Section => ({
  startLine,
  kind: 'section',
  name,
  enclosing: [],
  listed: false,
  apart: true,
});

/** Lines of one script; its margin is where its first line stands. */
class Script {
  #margin: number | null = null;
  #holdsMethods = false;

  add(sections: Section[], { line, number }: { line: string; number: number }): void {
    if (line.trim() === '') return;
    const indentation = line.search(/\S/);
    this.#margin ??= indentation;
    const found = definitionIn(line, indentation <= this.#margin) ?? this.#methodIn(line);
    if (line.length <= longest && holdsMethods.test(line)) this.#holdsMethods = true;
    if (found !== null) sections.push({ startLine: number, ...found, enclosing: [], listed: true });
  }

  #methodIn(line: string): { kind: ChunkKind; name: string } | null {
    const name = this.#holdsMethods && line.length <= longest ? method.exec(line)?.[1] : undefined;
    return name === undefined || noMethod.test(name) ? null : { kind: 'method', name };
  }
}

function blocksOf(lines: readonly string[], from: number): Section[] {
  const sections: Section[] = [];
  let open: string | null = null;
  let script = new Script();
  for (let i = from; i < lines.length; i += 1) {
    const line = lines[i] ?? '';
    const tag: RegExpExecArray | null =
      open === null ? /^\s{0,4}<(script|template|style)\b([^>]*)>?/i.exec(line) : null;
    if (tag?.[1] !== undefined) {
      const name = tag[1].toLowerCase();
      open = name;
      sections.push(block(i + 1, name));
      script = new Script();
      const rest = line.slice(tag[0].length);
      if (name === 'script' && rest.trim() !== '') script.add(sections, { line: rest, number: i + 1 });
      if (new RegExp(`</${name}\\s*>`, 'i').test(rest) || /\/>\s*$/.test(tag[0])) open = null;
      continue;
    }
    if (open !== null && new RegExp(`^\\s{0,4}</${open}\\s*>`, 'i').test(line)) open = null;
    else if (open === 'script') script.add(sections, { line, number: i + 1 });
  }
  return sections;
}
