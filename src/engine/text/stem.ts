/** What two words share when they count as one: the stem, and short words as they are. */
export const stemKey = (word: string): string => (word.length < 3 ? word : stemOf(word));

const stems = new Map<string, string>();

/** A light English stem: plural and verb endings off. Not for display. */
export function stemOf(word: string): string {
  const known = stems.get(word);
  if (known !== undefined) return known;
  let stem = word;
  if (stem.length > 4 && stem.endsWith('ies')) stem = `${stem.slice(0, -3)}y`;
  else if (stem.length > 4 && /(?:sses|shes|ches|xes|zes)$/.test(stem)) stem = stem.slice(0, -2);
  else if (stem.length > 3 && /[^su]s$/.test(stem)) stem = stem.slice(0, -1);
  if (stem.length > 5 && stem.endsWith('ing')) stem = stem.slice(0, -3);
  else if (stem.length > 4 && stem.endsWith('ed')) stem = stem.slice(0, -2);
  else if (stem.length > 6 && /(?:ation|ition)$/.test(stem)) stem = stem.slice(0, -5);
  else if (stem.length > 5 && /[ts]ion$/.test(stem)) stem = stem.slice(0, -3);
  else if (stem.length > 5 && /(?:er|or)$/.test(stem)) stem = stem.slice(0, -2);
  if (stem.length > 3 && stem.endsWith('e')) stem = stem.slice(0, -1);
  if (stem.length > 3 && /([bdfgmnprt])\1$/.test(stem)) stem = stem.slice(0, -1);
  if (stems.size > 50_000) stems.clear();
  stems.set(word, stem);
  return stem;
}
