import { memo, type ReactNode, useMemo } from 'react';
import type { SearchResult } from '../../../shared/contract/search.ts';
import { keyHint } from '../../frame/keys.ts';
import { useHitBlame } from '../../host/use-hit-blame.ts';
import { CodeLines } from '../../ui/code/code-lines.tsx';
import { ageStep, formatAge, formatDateTime, plural, shortCommit, momentOf } from '../../ui/format.ts';
import { PathLabel } from '../../ui/path-label.tsx';
import { useNow } from '../../ui/use-now.ts';
import { bestLines, sharedIndent } from './group-results.ts';
import { kindLabels, roleLabels } from './kind-label.ts';
import { unfold } from './search-store.ts';
import { Why } from './why.tsx';
import './result-row.css';

const snippetLines = 3;

function HitAuthor({ repositoryId, chunkId }: { readonly repositoryId: string; readonly chunkId: number }): ReactNode {
  const blame = useHitBlame(repositoryId, chunkId);
  const now = useNow();
  if (blame === null) return null;
  if (!blame.committed) return <span className="result__author">uncommitted</span>;
  const when = momentOf(blame.date);
  return (
    <span
      className="result__author"
      title={`${blame.author}, ${formatDateTime(when)}\n${shortCommit(blame.commit)} ${blame.summary}`}
    >
      <span className="result__author-name">{blame.author}</span>
      <span className={`result__age result__age--${ageStep(when, now)}`}>{formatAge(when, now)}</span>
    </span>
  );
}

interface HitRowProps {
  readonly repositoryId: string;
  readonly result: SearchResult;
  readonly grouped: boolean;
  readonly explained: boolean;
}

/** A hit: file (when it stands alone), symbol, kind, lines, who and when; below, the lines that answer. */
export const HitRow = memo(function HitRow({ repositoryId, result, grouped, explained }: HitRowProps): ReactNode {
  const lines = useMemo(() => bestLines(result.snippet, snippetLines), [result.snippet]);
  const role = roleLabels[result.role];
  const range = result.startLine === result.endLine ? `${result.startLine}` : `${result.startLine}–${result.endLine}`;
  return (
    <>
      <span className="result__head">
        {grouped ? null : (
          <span className="result__path">
            <PathLabel path={result.path} />
          </span>
        )}
        <span className="result__symbol" title={[...result.enclosing, result.name].filter(Boolean).join(' › ')}>
          {result.enclosing.length === 0 ? null : (
            <span className="result__enclosing">{`${result.enclosing.join('.')}.`}</span>
          )}
          {result.name}
        </span>
        <span className="result__kind">{kindLabels[result.kind]}</span>
        <span className="result__lines numeric">{range}</span>
        {grouped || result.language === null ? null : <span className="result__language">{result.language}</span>}
        {role === null ? null : <span className="result__role">{role}</span>}
        {result.stale ? (
          <span className="result__stale" title="The file has changed since it was indexed">
            changed since
          </span>
        ) : null}
        <HitAuthor repositoryId={repositoryId} chunkId={result.chunkId} />
      </span>
      <CodeLines path={result.path} lines={lines} indent={sharedIndent(lines)} />
      {explained ? <Why result={result} /> : null}
    </>
  );
});

interface FileRowProps {
  readonly path: string;
  readonly hits: number;
}

export function FileRow({ path, hits }: FileRowProps): ReactNode {
  return (
    <>
      <span className="result__path">
        <PathLabel path={path} />
      </span>
      <span className="result__hits numeric">{plural(hits, 'place')}</span>
    </>
  );
}

interface MoreRowProps {
  readonly path: string;
  readonly hidden: number;
}

/** Hits of a file that are folded away. */
export function MoreRow({ path, hidden }: MoreRowProps): ReactNode {
  return (
    // A list of options holds no buttons: the key does the same from anywhere in the window.
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events
    <span className="result__more" role="presentation" onClick={() => unfold(path)}>
      {`${hidden} more places in this file`}
      <kbd className="result__more-key">{keyHint('results.unfold')}</kbd>
    </span>
  );
}
