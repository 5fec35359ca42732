import { foldText } from '../../text/index.ts';

/** Letters as exact texts are compared: one spelling each, and the quotes of word processors as those of keyboards. */
export function sameLetters(text: string): string {
  const folded = foldText(text);
  return /[‘-‟]/.test(folded) ? folded.replaceAll(/[‘’‚‛]/g, "'").replaceAll(/[“”„‟]/g, '"') : folded;
}

/** The same with runs of white space as one blank. */
export const sameText = (text: string): string => sameLetters(text).replaceAll(/\s+/g, ' ');
