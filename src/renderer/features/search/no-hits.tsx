import { SearchX } from 'lucide-react';
import type { ReactNode } from 'react';
import type { QueryFilter, SearchAnswer } from '../../../shared/contract/search.ts';
import { Button } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { splitQuery } from './query-text.ts';
import { setContent, setMode } from './search-store.ts';

const percent = (share: number): string => `${Math.floor(share * 100)} %`;

function coverageNote({ coverage }: SearchAnswer): string | null {
  if (coverage.keyword < 1)
    return `The index is still being built: ${percent(coverage.keyword)} of the files can be found so far.`;
  if (coverage.meaning < 1) return `Only ${percent(coverage.meaning)} of the code can be found by meaning so far.`;
  return null;
}

/** The query less these filters. */
function without(query: string, filters: readonly QueryFilter[]): string {
  const kept = filters
    .toSorted((a, b) => b.start - a.start)
    .reduce((rest, { start, end }) => rest.slice(0, start) + rest.slice(end), query);
  return kept.replaceAll(/\s+/g, ' ').trim();
}

interface NoHitsProps {
  readonly answer: SearchAnswer;
  readonly onSkipped: () => void;
}

/** No hits: what bites, what was left out, and a way out for each. */
export function NoHits({ answer, onSkipped }: NoHitsProps): ReactNode {
  const { filters } = answer;
  const coverage = coverageNote(answer);
  const notes = coverage === null ? answer.notes : [coverage, ...answer.notes];
  return (
    <Empty
      icon={<SearchX size={28} strokeWidth={1.5} />}
      title="Nothing found"
      actions={
        <>
          {filters.map((filter) => (
            <Button key={filter.start} onPress={() => setContent(splitQuery(without(answer.query, [filter])))}>
              {`Without ${answer.query.slice(filter.start, filter.end)}`}
            </Button>
          ))}
          {filters.length > 1 ? (
            <Button onPress={() => setContent(splitQuery(without(answer.query, filters)))}>Without all filters</Button>
          ) : null}
          {answer.mode === 'hybrid' ? null : <Button onPress={() => setMode('hybrid')}>Search in hybrid mode</Button>}
          <Button look="quiet" onPress={onSkipped}>
            See what was left out
          </Button>
        </>
      }
    >
      {notes.length === 0 ? (
        <p>No code here matches these words or their meaning. Try fewer words, or say what the code does.</p>
      ) : (
        <ul>
          {notes.map((note) => (
            <li key={note}>{note}</li>
          ))}
        </ul>
      )}
    </Empty>
  );
}
