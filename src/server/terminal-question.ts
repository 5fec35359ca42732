import type { Question } from '../engine/host-ports.ts';
import { errorOutput, readAnswer, saysYes, writeLine } from '../engine/terminal.ts';

interface Terminal {
  readonly input: NodeJS.ReadableStream & { readonly isTTY?: boolean };
  readonly output: NodeJS.WritableStream & { readonly isTTY?: boolean };
}

/**
 * How the browser mode asks: in the terminal that it was started in, which no page can answer. Null where there is none. Only a
 * typed yes is one; what was typed before the question is no answer to it.
 */
export function terminalQuestions(
  { input, output }: Terminal = { input: process.stdin, output: errorOutput },
): ((question: Question) => Promise<boolean>) | null {
  if (!input.isTTY || !output.isTTY) return null;
  return async ({ message, detail, accept }) => {
    writeLine('', output);
    writeLine(message, output);
    for (const line of detail.split('\n')) writeLine(`  ${line}`, output);
    writeLine(`${accept}? Type "yes" and Enter; anything else is a no.`, output);
    return saysYes(await readAnswer(input));
  };
}
