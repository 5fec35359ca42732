import { CircleAlert, CirclePause } from 'lucide-react';
import type { ReactNode } from 'react';
import { showDialog, showPage } from '../../frame/view-store.ts';
import { Button } from '../../ui/button.tsx';
import { Empty } from '../../ui/empty.tsx';
import { FacetsBar } from './facets.tsx';
import { NoHits } from './no-hits.tsx';
import { NoQuery } from './no-query.tsx';
import { ResultList } from './result-list.tsx';
import { ResultSummary } from './result-summary.tsx';
import type { AnswerView } from './use-answer.ts';
import './search-pane.css';

interface SearchPaneProps {
  readonly repositoryId: string;
  readonly view: AnswerView;
  /** The root has git with commits: authors and ages can be shown. */
  readonly blamed: boolean;
  readonly hasQuery: boolean;
  /** What to show instead of hints and results while there is no index. */
  readonly instead: ReactNode;
  readonly onOpen: () => void;
}

/** The left pane: results and facets, or why there are none. */
export function SearchPane({ repositoryId, view, blamed, hasQuery, instead, onOpen }: SearchPaneProps): ReactNode {
  const { answer, error } = view;
  if (instead !== null) return <div className="search-pane search-pane--scrolls">{instead}</div>;
  if (error !== null) {
    return (
      <div className="search-pane search-pane--scrolls">
        <Empty
          icon={<CircleAlert size={28} strokeWidth={1.5} />}
          title="The search failed"
          actions={
            <>
              <Button onPress={view.retry}>Try again</Button>
              {error.code.startsWith('INDEX_') ? (
                <Button onPress={() => showPage('settings', 'health')}>Check the index</Button>
              ) : null}
            </>
          }
        >
          {error.message}
        </Empty>
      </div>
    );
  }
  if (!hasQuery) {
    return (
      <div className="search-pane">
        <NoQuery />
      </div>
    );
  }
  if (view.stopped) {
    return (
      <div className="search-pane search-pane--scrolls">
        <Empty
          icon={<CirclePause size={28} strokeWidth={1.5} />}
          title="The search was stopped"
          actions={<Button onPress={view.retry}>Search again</Button>}
        >
          Or change the words: a rarer word, or a filter such as path: or lang:, is answered sooner.
        </Empty>
      </div>
    );
  }
  if (answer === null) {
    return (
      <div className="search-pane" aria-busy>
        <p className="search-pane__waiting">Searching… Esc stops it</p>
      </div>
    );
  }
  return (
    <div className="search-pane" aria-busy={view.older}>
      <ResultSummary answer={answer} older={view.older} />
      {answer.results.length === 0 ? (
        <div className="search-pane--scrolls">
          <NoHits answer={answer} onSkipped={() => showDialog('skipped')} />
        </div>
      ) : (
        <ResultList repositoryId={repositoryId} answer={answer} blamed={blamed} onOpen={onOpen} />
      )}
      {blamed && answer.results.length > 0 ? <FacetsBar repositoryId={repositoryId} answer={answer} /> : null}
    </div>
  );
}
