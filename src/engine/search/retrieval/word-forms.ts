import { stemOf } from '../../text/stem.ts';

const endings = 's es e ed ing er ers or ors ion ions ation ations ition ies y'.split(' ');

/**
 * Words that share a stem with `word` and could be in an index, made by adding endings: for indexes whose vocabulary is too
 * large to be read for each word. Irregular forms are missed.
 */
export function likelyForms(word: string): string[] {
  const stem = stemOf(word);
  if (stem.length < 3) return [];
  const roots = [stem, `${stem}${stem.at(-1) ?? ''}`];
  if (stem.endsWith('y')) roots.push(stem.slice(0, -1));
  const made = roots.flatMap((root) => ['', ...endings].map((ending) => `${root}${ending}`));
  return [...new Set(made)].filter((form) => form !== word && form.length <= word.length + 4 && stemOf(form) === stem);
}

const letters = 'abcdefghijklmnopqrstuvwxyz';

/** All words one edit away from `word` whose first letter is the same: swaps first, the commonest slip of a keyboard. */
export function* oneEditAway(word: string): Generator<string> {
  for (let i = 1; i + 1 < word.length; i += 1)
    if (word[i] !== word[i + 1]) yield `${word.slice(0, i)}${word[i + 1] ?? ''}${word[i] ?? ''}${word.slice(i + 2)}`;
  for (let i = 1; i < word.length; i += 1) yield word.slice(0, i) + word.slice(i + 1);
  for (let i = 1; i <= word.length; i += 1) {
    for (const letter of letters) {
      yield word.slice(0, i) + letter + word.slice(i);
      if (i < word.length && letter !== word[i]) yield word.slice(0, i) + letter + word.slice(i + 1);
    }
  }
}
