import { assertNever } from '../../../shared/assert-never.ts';
import { editDistance } from '../edit-distance.ts';
import type { Condition, ConditionGroup } from '../query/index.ts';
import type { FilterSources } from './apply.ts';

/** Files, and names, that are compared with a value that nothing fits: who types on waits for the answer. */
const mostCompared = 20_000;

/** Values named at most. */
const mostNamed = 6;

const list = (values: readonly string[]): string =>
  `${values.slice(0, mostNamed).join(', ')}${values.length > mostNamed ? ' …' : ''}`;

/** Languages of files, the commonest first, in words. */
export function languagesHere(files: readonly { readonly language: string | null }[]): string {
  const counts = new Map<string, number>();
  for (const { language } of files) if (language !== null) counts.set(language, (counts.get(language) ?? 0) + 1);
  return list([...counts].sort(([a, x], [b, y]) => y - x || a.localeCompare(b)).map(([language]) => language));
}

/** The values most like `value`, as the end of a sentence; empty when none is. */
function meantInstead(value: string, known: Iterable<string>): string {
  const wanted = value.toLowerCase();
  const most = Math.min(3, Math.floor(wanted.length / 3));
  if (most === 0) return '';
  const near = new Map<string, number>();
  for (const each of known) {
    const distance = editDistance(wanted, each.toLowerCase(), most);
    if (distance <= most) near.set(each, Math.min(distance, near.get(each) ?? Infinity));
  }
  const best = [...near].sort(([a, x], [b, y]) => x - y || a.localeCompare(b)).map(([each]) => `“${each}”`);
  return best.length === 0 ? '' : ` Did you mean ${best.slice(0, 3).join(' or ')}?`;
}

/** Why no chunk meets any condition of a group, in words. */
export function whyEmpty(group: ConditionGroup, from: FilterSources, { narrowed }: { narrowed: boolean }): string[] {
  return group.map((condition) => {
    if (condition.negated) return `“-${condition.type}:” leaves nothing.`;
    const why = whyNone(condition, from);
    const isContent = condition.type === 'phrase' || condition.type === 'regex';
    return narrowed && isContent ? why.replace(/^No place/, 'No place that the other filters leave') : why;
  });
}

function whyNone(condition: Condition, from: FilterSources): string {
  switch (condition.type) {
    case 'lang':
      return `No file here is in the language “${condition.language}”. There are: ${languagesHere(from.sets.files())}.`;
    case 'path':
      return `No path here fits “path:${condition.value}”.${meantInstead(condition.value, pathsLike(condition.value, from))}`;
    case 'file':
      return `No file name here fits “file:${condition.value}”.${meantInstead(condition.value, fileNames(from))}`;
    case 'symbol':
      return `Nothing of the name “${condition.name}” is defined here.${meantInstead(condition.name, symbolNames(from))}`;
    case 'kind':
      return `Nothing here is a ${condition.kind}. There are: ${list(kindsHere(from))}.`;
    case 'author':
      return `No line here is by an author called “${condition.author}”.${meantInstead(condition.author, authorNames(from))}`;
    case 'after':
      return `No line here was written after ${day(condition.time)}.`;
    case 'before':
      return `No line here was last written before ${day(condition.time)}.`;
    case 'commit':
      return `No line here comes from a commit that begins with “${condition.prefix}”.`;
    case 'phrase':
      return `No place holds “${condition.text}”.`;
    case 'regex':
      return `No place matches /${condition.pattern.source}/.`;
    default:
      return assertNever(condition);
  }
}

const day = (seconds: number): string => {
  const date = new Date(seconds * 1000);
  return Number.isNaN(date.getTime()) ? 'that time' : date.toISOString().slice(0, 10);
};

/** Pieces of paths with as many steps as `value` has. */
function pathsLike(value: string, { sets }: FilterSources): Set<string> {
  const count = value.split('/').filter((step) => step !== '').length;
  const found = new Set<string>();
  for (const { path } of sets.files().slice(0, mostCompared)) {
    const steps = path.split('/');
    for (let i = 0; i + count <= steps.length; i += 1) found.add(steps.slice(i, i + count).join('/'));
  }
  return found;
}

const fileNames = ({ sets }: FilterSources): string[] =>
  sets
    .files()
    .slice(0, mostCompared)
    .flatMap(({ path }) => {
      const name = path.slice(path.lastIndexOf('/') + 1);
      return [name, name.replace(/(?<=.)\.[^.]*$/, '')];
    });

const symbolNames = ({ stored }: FilterSources): string[] => stored.symbols.names(mostCompared);

const kindsHere = ({ stored }: FilterSources): string[] => stored.sets.kinds();

const authorNames = ({ stored }: FilterSources): string[] =>
  stored.blame.authors().flatMap(({ name, email }) => [name, email].concat(name.split(/\s+/)));
