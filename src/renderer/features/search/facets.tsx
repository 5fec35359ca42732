import type { ReactNode } from 'react';
import { Button } from 'react-aria-components/Button';
import type { Answer } from '../../../shared/contract/index.ts';
import type { SearchAnswer } from '../../../shared/contract/search.ts';
import { useCall } from '../../host/use-call.ts';
import { formatCount, plural } from '../../ui/format.ts';
import { Tip } from '../../ui/tip.tsx';
import { filterChip } from './query-text.ts';
import { addChip } from './search-store.ts';
import './facets.css';

type Facets = Answer<'git.facets'>;

/** Milliseconds between looks while some authors are not known. */
const lookAgain = 1500;
const mostAuthors = 6;

interface FacetButtonProps {
  readonly label: string;
  readonly count: number;
  readonly tip: string;
  readonly onPress: () => void;
}

function FacetButton({ label, count, tip, onPress }: FacetButtonProps): ReactNode {
  return (
    <Tip text={tip}>
      <Button className="facets__button" onPress={onPress}>
        <span className="facets__label">{label}</span>
        <span className="facets__count numeric">{formatCount(count)}</span>
      </Button>
    </Tip>
  );
}

function People({ facets }: { readonly facets: Facets }): ReactNode {
  return (
    <>
      {facets.authors.slice(0, mostAuthors).map(({ author, email, count, mine }) => (
        <FacetButton
          key={`${author} ${email}`}
          label={mine ? 'me' : author}
          count={count}
          tip={`${mine ? 'Only mine' : 'Only by'} ${author} <${email}>`}
          onPress={() => addChip(filterChip('author', email === '' ? author : email))}
        />
      ))}
      {facets.authors.length > mostAuthors ? (
        <span className="facets__rest">{plural(facets.authors.length - mostAuthors, 'other', 'others')}</span>
      ) : null}
    </>
  );
}

function Ages({ facets }: { readonly facets: Facets }): ReactNode {
  return facets.ages
    .filter(({ count }) => count > 0)
    .map(({ label, after, before, count }) => (
      <FacetButton
        key={label}
        label={label}
        count={count}
        tip={`Only lines last changed in this time: ${label}`}
        onPress={() => {
          if (after !== null) addChip(filterChip('after', after));
          if (before !== null) addChip(filterChip('before', before));
        }}
      />
    ));
}

/** What else is to be said of the people: only while something is being done about it, or when there is nobody. */
function restWords({ authors, pending, working }: Facets): string {
  if (pending > 0 && working) return 'looking up authors…';
  if (authors.length > 0) return '';
  return pending > 0 ? 'not known yet' : '';
}

const noFacets: Facets = { authors: [], ages: [], pending: 0, working: false };

interface FacetsProps {
  readonly repositoryId: string;
  readonly answer: SearchAnswer;
}

/** Who wrote the hits, and when: each narrows the search. Its two rows are there from the start, so that nothing jumps. */
export function FacetsBar({ repositoryId, answer }: FacetsProps): ReactNode {
  const chunkIds = answer.results.map(({ chunkId }) => chunkId);
  const call = useCall('git.facets', { repositoryId, chunkIds }, { keep: true });
  const facets = call.data ?? noFacets;
  const unknown = facets.pending > 0;
  useCall('git.facets', { repositoryId, chunkIds }, { enabled: unknown, every: unknown && lookAgain });
  return (
    <div className="facets">
      <div className="facets__row" role="group" aria-label="Narrow by author">
        <span className="facets__title">people</span>
        <People facets={facets} />
        <span className="facets__rest">{restWords(facets)}</span>
      </div>
      <div className="facets__row" role="group" aria-label="Narrow by age">
        <span className="facets__title">age</span>
        <Ages facets={facets} />
      </div>
    </div>
  );
}
