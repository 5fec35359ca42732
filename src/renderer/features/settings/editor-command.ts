/** Splits a typed command into program and arguments: at white space, but not inside double quotes. */
export const parseCommand = (text: string): string[] =>
  [...text.matchAll(/"([^"]*)"|\S+/g)].map((match) => match[1] ?? match[0]);

/** The command as it would be typed. */
export const printCommand = (command: readonly string[]): string =>
  command.map((part) => (/\s/.test(part) || part === '' ? `"${part}"` : part)).join(' ');
