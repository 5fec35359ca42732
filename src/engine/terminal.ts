// The one place that writes to a terminal (lint holds it): what it is given may come from a repository, an argument or a system,
// so everything goes through `visibleText` here, where no caller can forget it.
import { createInterface } from 'node:readline';
import { visibleText } from '../shared/visible-text.ts';

/** Where messages go that are no result. */
export const errorOutput = process.stderr;

type Output = Pick<NodeJS.WriteStream, 'write'>;

/** Writes a text as one line, whatever is in it. */
export function writeLine(text: string, output: Output = process.stdout): void {
  output.write(`${visibleText(text)}\n`);
}

/** Writes a line of code: its tabs stay. */
export function writeCodeLine(text: string, output: Output = process.stdout): void {
  output.write(`${visibleText(text, { tabs: true })}\n`);
}

/** Writes a text of several lines: a stack, a help text. */
export function writeText(text: string, output: Output = process.stdout): void {
  output.write(visibleText(text, { tabs: true, lines: true }));
}

/** One JSON value as one line: exact once it is parsed, and with what could steer a terminal spelled as JSON spells it. */
export function writeJson(value: unknown, output: Output = process.stdout): void {
  const spelled = JSON.stringify(value).replaceAll(
    /[\u007f-\u009f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
  output.write(`${spelled}\n`);
}

/** Lines of a view that is drawn anew in place of what it drew before. */
export interface Redrawn {
  draw(lines: readonly string[]): void;
  clear(): void;
}

/** A view on a terminal. Lines are cut at its width, so that each takes one. */
export function redrawn(stream: NodeJS.WriteStream): Redrawn {
  let drawn = 0;
  const clear = (): void => {
    if (drawn > 0) stream.write(`\u001b[${drawn}A\u001b[J`);
    drawn = 0;
  };
  return {
    clear,
    draw: (lines) => {
      const width = Math.max(40, stream.columns ?? 80) - 1;
      clear();
      stream.write(lines.map((line) => `${visibleText(line).slice(0, width)}\n`).join(''));
      drawn = lines.length;
    },
  };
}

/** Tells of a bug on stderr, with its stack. */
export function reportBug(name: string, thrown: unknown): void {
  const what = thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown);
  writeText(`whence: ${visibleText(name)}: ${what}\n`, errorOutput);
}

/** The next line that is typed; null when the input ends. What was typed before is no answer to a question asked now. */
export async function readAnswer(input: NodeJS.ReadableStream): Promise<string | null> {
  while (input.read() !== null);
  // Not as a terminal of its own: Ctrl-C stays the system's signal.
  const reader = createInterface({ input, terminal: false });
  try {
    return await new Promise<string | null>((resolve) => {
      reader.once('line', resolve);
      reader.once('close', () => resolve(null));
    });
  } finally {
    reader.close();
    input.pause();
  }
}

/** Whether an answer is a yes; all else is a no. */
export const saysYes = (answer: string | null): boolean => /^y(es)?$/i.test(answer?.trim() ?? '');

/** `whence search … | head` closes the pipe early, which is no error: `end` is called then. */
export function onNobodyReads(end: () => void): void {
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    end();
  });
}

/** For a host that outlives its terminal: without a listener, the next line written to one that is closed would end the process. */
export function tolerateClosedTerminal(): void {
  for (const stream of [process.stdout, process.stderr]) stream.on('error', () => undefined);
}

/** Resolves once all that was written has left. */
export async function flushOutput(): Promise<void> {
  await Promise.all(
    [process.stdout, process.stderr].map(
      async (stream) => new Promise<void>((resolve) => void stream.write('', () => resolve())),
    ),
  );
}
