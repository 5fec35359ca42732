/** What two words share when they count as one: the stem, and short words as they are. */
export const stemKey = (word: string): string => (word.length < 3 ? word : stemOf(word));

const hissed = ['sses', 'shes', 'ches', 'xes', 'zes'];
const notPlural = ['ss', 'us'];
/** Letters that are doubled before an ending: `running`, `stopped`. */
const doubled = 'bdfgmnprt';

const endsWithAny = (word: string, endings: readonly string[]): boolean => {
  for (const ending of endings) if (word.endsWith(ending)) return true;
  return false;
};

const stems = new Map<string, string>();

/** A light English stem: plural and verb endings off. Not for display. */
export function stemOf(word: string): string {
  const known = stems.get(word);
  if (known !== undefined) return known;
  let stem = word;
  if (stem.length > 4 && stem.endsWith('ies')) stem = `${stem.slice(0, -3)}y`;
  else if (stem.length > 4 && endsWithAny(stem, hissed)) stem = stem.slice(0, -2);
  else if (stem.length > 3 && stem.endsWith('s') && !endsWithAny(stem, notPlural)) stem = stem.slice(0, -1);
  if (stem.length > 5 && stem.endsWith('ing')) stem = stem.slice(0, -3);
  else if (stem.length > 4 && stem.endsWith('ed')) stem = stem.slice(0, -2);
  else if (stem.length > 6 && endsWithAny(stem, ['ation', 'ition'])) stem = stem.slice(0, -5);
  else if (stem.length > 5 && endsWithAny(stem, ['tion', 'sion'])) stem = stem.slice(0, -3);
  else if (stem.length > 5 && endsWithAny(stem, ['er', 'or'])) stem = stem.slice(0, -2);
  if (stem.length > 3 && stem.endsWith('e')) stem = stem.slice(0, -1);
  if (stem.length > 3 && stem.at(-1) === stem.at(-2) && doubled.includes(stem.at(-1) ?? '')) stem = stem.slice(0, -1);
  if (stems.size > 50_000) stems.clear();
  stems.set(word, stem);
  return stem;
}
