import { blank } from './blank.ts';

/** A compiler conditional: it may stand anywhere in a program, while grammars know it in few places only. */
const directive = /^[ \t]*#[ \t]*(if|ifdef|ifndef|elif|elifdef|elifndef|else|elseif|endif)\b[ \t]*(.*)/;

const continued = /\\\r?$/;

/** Brackets inside of these are not brackets. Comments over several lines are left out: their brackets mostly come in pairs. */
const literal = /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|\/\/.*|\/\*.*?\*\//g;

interface Branch {
  readonly start: number;
  end: number;
  /** Opened less closed brackets of its lines that are kept. */
  balance: number;
  readonly never: boolean;
}

interface Conditional {
  readonly branches: Branch[];
  /** Of what is around, up to here. */
  readonly balanceAround: number;
}

function balanceOf(line: string): number {
  let balance = 0;
  for (const char of line.replaceAll(literal, '')) {
    if (char === '{' || char === '(' || char === '[') balance += 1;
    else if (char === '}' || char === ')' || char === ']') balance -= 1;
  }
  return balance;
}

/**
 * Blanks the lines of compiler conditionals. All branches stay where each closes the brackets that it opens; else only the
 * first one does, for two halves of a function with one end are not a program. Keeps lengths and line ends.
 */
export function withoutConditionals(text: string): string {
  if (!/^[ \t]*#[ \t]*if/m.test(text)) return text;
  const lines = text.split('\n');
  const open: Conditional[] = [];
  const dropped: Branch[] = [];
  let balance = 0;
  const endBranch = (at: number): void => {
    const last = open.at(-1)?.branches.at(-1);
    if (last === undefined) return;
    last.end = at;
    last.balance = balance;
  };
  for (let i = 0; i < lines.length; i += 1) {
    const line = lines[i] ?? '';
    const [, word, condition = ''] = directive.exec(line) ?? [];
    if (word === undefined) {
      balance += balanceOf(line);
      continue;
    }
    const start = i;
    while (continued.test(lines[i] ?? '') && i + 1 < lines.length) i += 1;
    for (let each = start; each <= i; each += 1) lines[each] = blank(lines[each] ?? '');
    if (word.startsWith('if')) {
      open.push({ branches: [branchFrom(i + 1, word === 'if' && condition.trim() === '0')], balanceAround: balance });
      balance = 0;
      continue;
    }
    endBranch(start);
    balance = 0;
    if (word !== 'endif') open.at(-1)?.branches.push(branchFrom(i + 1, false));
    else balance = closeConditional(open.pop(), dropped);
  }
  return withoutBranches(lines, dropped).join('\n');
}

const branchFrom = (start: number, never: boolean): Branch => ({ start, end: start, balance: 0, never });

/** Adds the branches that are not kept to `dropped`; the balance after the conditional. */
function closeConditional(conditional: Conditional | undefined, dropped: Branch[]): number {
  if (conditional === undefined) return 0;
  const { branches, balanceAround } = conditional;
  const possible = branches.filter((branch) => !branch.never);
  const isWhole = possible.every((branch) => branch.balance === 0);
  const kept = new Set(isWhole ? possible : possible.slice(0, 1));
  for (const branch of branches) if (!kept.has(branch)) dropped.push(branch);
  return [...kept].reduce((sum, branch) => sum + branch.balance, balanceAround);
}

/** Branches lie within each other: every line is blanked once, however deep they are. */
function withoutBranches(lines: readonly string[], dropped: readonly Branch[]): string[] {
  const changes = new Int32Array(lines.length + 1);
  for (const { start, end } of dropped) {
    changes[start] = (changes[start] ?? 0) + 1;
    changes[end] = (changes[end] ?? 0) - 1;
  }
  let around = 0;
  return lines.map((line, i) => {
    around += changes[i] ?? 0;
    return around > 0 ? blank(line) : line;
  });
}
