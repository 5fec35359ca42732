import { filters } from '../../shared/query/index.ts';
import { splitIdentifier, wordsOf } from '../text/identifiers.ts';
import type { IndexView } from './index-view.ts';
import { mostWords, type ParsedQuery, type Understanding } from './query/index.ts';
import { placesIn } from './query/places.ts';
import type { Ranked } from './ranking/rank.ts';
import type { KeywordRetrieval } from './retrieval/keyword-retrieval.ts';

/** What a person should know of an answer, in words. */

export const nothingToSearch = 'There is nothing to search: no file here holds text that is indexed.';

export const nothingUnderstood = 'Nothing was searched: no part of the query could be read.';

/** Of a text so long that only its start was searched. */
export const onlyStart = `The query is long: it was searched by its first ${mostWords} different words.`;

/** What a person should know of the places that the query names: that the one it is made of is not there. */
export function placeNotes({ typed }: ParsedQuery, ranked: readonly Ranked[]): string[] {
  if (/\s/.test(typed) || ranked[0]?.candidate.lift?.kind === 'path') return [];
  const name = placesIn(typed)[0]?.steps.at(-1);
  return name?.includes('.') === true
    ? [`No file “${name}” that this path can mean is in the index: its words were searched.`]
    : [];
}

/** A damaged text costs its own lines, not the search. */
export const damagedTexts = (count: number): string =>
  `The stored text of ${count === 1 ? '1 file' : `${count} files`} is damaged, so lines are missing here: check and mend the index.`;

/** Says so while authors and dates are known of a part of the files only. */
export function blameNotes(parsed: ParsedQuery, view: IndexView): string[] {
  if (!parsed.filters.some(({ name }) => filters[name].rests === 'blame')) return [];
  const share = view.blame.coverage;
  return share > 0 && share < 1
    ? [`Authors and dates are known for ${Math.max(1, Math.floor(share * 100))} % of the files so far.`]
    : [];
}

/** Why a query that was to be answered by meaning is not; `revision` is the model's that is loaded. */
export function whyNoMeaning(view: IndexView, revision: string | null): string {
  if (revision === null) return 'Searched by keyword only: there is no model.';
  if (view.modelRevision === null) return 'Searched by keyword only: nothing is embedded yet.';
  if (view.modelRevision !== revision) return 'Searched by keyword only: the index is being made for another model.';
  return 'Searched by keyword only: the model knows no word of this query.';
}

/** Absent words named at most. */
const mostNamed = 4;

/** Which words of the query are in no file, what was looked for in their place, and when only meaning is left. */
export function wordNotes(asked: Understanding, keyword: KeywordRetrieval, options: { byMeaning: boolean }): string[] {
  const notes: string[] = [];
  const absent: string[] = [];
  let isAnyFound = false;
  const typed = new Map(wordsOf(asked.text).map((word) => [splitIdentifier(word).join(''), word]));
  for (const { term, from } of asked.terms) {
    const word = typed.get(term);
    if (keyword.chunksWith(term) > 0) isAnyFound = true;
    else if (from === 'word' && word !== undefined) {
      const meant = keyword.likelySlipOf(term);
      if (meant !== null) notes.push(`No file has the word “${word}”: “${meant}” was looked for.`);
      else if (!keyword.hasFormsOf(term)) absent.push(word);
      else isAnyFound = true;
    }
  }
  if (absent.length === 0) return notes;
  const named = absent.slice(0, mostNamed).map((word) => `“${word}”`);
  const more = absent.length > mostNamed ? ` and ${absent.length - mostNamed} more` : '';
  const only = options.byMeaning && !isAnyFound && notes.length === 0 ? ': what is shown is near in meaning only' : '';
  notes.push(`No file has ${absent.length === 1 ? 'the word' : 'any of the words'} ${named.join(', ')}${more}${only}.`);
  return notes;
}
