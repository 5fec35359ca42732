/** Words of equal stem count as one: `routes`, `routing` and `route`; short words must be equal. */
export function sameStem(a: string, b: string): boolean {
  if (a === b) return true;
  if (a.length < 3 || b.length < 3) return false;
  return stemOf(a) === stemOf(b);
}

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
