import { History } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button as AriaButton } from 'react-aria-components/Button';
import { showDialog } from '../../frame/view-store.ts';
import { Button } from '../../ui/button.tsx';
import { splitQuery } from './query-text.ts';
import { setContent, useSearch } from './search-store.ts';
import './no-query.css';

const examples = [
  ['where is the retry delay computed', 'what code does, in your words'],
  ['parseQuery', 'a name, or part of one'],
  ['"connection refused"', 'exact words'],
  ['cache lang:go -path:test/', 'filters, also as exceptions'],
  ['timeout author:ada after:2025-01-01', 'who wrote it, and when'],
] as const;

const recentShown = 8;

function Row({ query, detail }: { readonly query: string; readonly detail?: string }): ReactNode {
  return (
    <li>
      <AriaButton className="no-query__row" onPress={() => setContent(splitQuery(query))}>
        {detail === undefined ? <History size={14} aria-hidden /> : null}
        <span className="no-query__query">{query}</span>
        {detail === undefined ? null : <span className="no-query__detail">{detail}</span>}
      </AriaButton>
    </li>
  );
}

/** What stands under an empty box: the last searches, and what can be asked. */
export function NoQuery(): ReactNode {
  const recent = useSearch((state) => state.history)
    .toReversed()
    .slice(0, recentShown);
  return (
    <div className="no-query">
      {recent.length === 0 ? null : (
        <section>
          <h2 className="no-query__title">Recent searches</h2>
          <ul>
            {recent.map((query) => (
              <Row key={query} query={query} />
            ))}
          </ul>
        </section>
      )}
      <section>
        <h2 className="no-query__title">What you can ask</h2>
        <ul>
          {examples.map(([query, detail]) => (
            <Row key={query} query={query} detail={detail} />
          ))}
        </ul>
        <p className="no-query__more">
          <Button look="link" onPress={() => showDialog('keys')}>
            All filters and keys
          </Button>
        </p>
      </section>
    </div>
  );
}
