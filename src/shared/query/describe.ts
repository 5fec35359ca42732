import { definitionOf, type FilterName, filterNames, filters, namesOf } from './filters.ts';
import { lex } from './lexer.ts';

/** Whether a query has filters that rest on blame. */
export const restsOnBlame = (query: string): boolean =>
  lex(query).tokens.some(
    (token) => token.type === 'filter' && token.value !== '' && filters[token.name].rests === 'blame',
  );

/** Globs with fewer wildcards than this come to an end on any name. */
const manyWildcards = 3;

/** Whether a query has a regular expression or a glob in it that may take for ever on some text. */
export const mayNotEnd = (query: string): boolean =>
  lex(query).tokens.some(
    (token) => token.type === 'regex' || (token.type === 'filter' && token.value.split(/[*(]/).length > manyWildcards),
  );

/** One line per filter: what to write, and what it demands. For help on the command line. */
export function filterHelp(): string {
  const rows = filterNames.map((name) => [`${namesOf(name).join(': ')}:`, filters[name].help] as const);
  const width = Math.max(...rows.map(([written]) => written.length));
  return rows.map(([written, help]) => `  ${written.padEnd(width)}  ${help}`).join('\n');
}

/** The filters' rows of the table in docs/query-language.md. */
export const filterRows = (): string =>
  filterNames
    .flatMap((name) => definitionOf(name).usage)
    .map(({ examples, gives }) => `| ${examples.map((example) => `\`${example}\``).join(' ')} | ${gives} |`)
    .join('\n');

/** The filters by what is shown of them in the window: examples with what they demand. */
export const filterExamples = (): readonly (readonly [example: string, help: string])[] =>
  filterNames.flatMap((name) => {
    const examples = definitionOf(name).usage.flatMap((usage) => usage.examples);
    return examples.length === 0 ? [] : [[examples.slice(0, 2).join('  '), helpWith(name)] as const];
  });

const helpWith = (name: FilterName): string => filters[name].help;
