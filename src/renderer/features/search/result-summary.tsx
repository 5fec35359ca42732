import { CircleHelp, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import type { SearchAnswer } from '../../../shared/contract/search.ts';
import { formatCount, formatDuration, plural } from '../../ui/format.ts';
import { countFiles } from './group-results.ts';
import './result-summary.css';

const percent = (share: number): string => `${Math.floor(share * 100)} %`;

const isPartial = ({ coverage }: SearchAnswer): boolean => coverage.keyword < 1 || coverage.meaning < 1;

interface ResultSummaryProps {
  readonly answer: SearchAnswer;
  /** The answer is that of an earlier query. */
  readonly older: boolean;
}

/** One line over the results: how many, how fast, how the query was taken, and how much of the index could answer. */
export function ResultSummary({ answer, older }: ResultSummaryProps): ReactNode {
  const { results, total, coverage, problems } = answer;
  const files = plural(countFiles(results), 'file');
  const count =
    total > results.length
      ? `${formatCount(results.length)} of ${formatCount(total)} places`
      : plural(results.length, 'place');
  return (
    <div className="summary">
      <p className="summary__line" aria-live="polite">
        <span className="numeric">{results.length === 0 ? 'No places' : `${count} in ${files}`}</span>
        <span className="summary__more numeric" title={`Searched in ${formatDuration(answer.tookMs)}`}>
          {formatDuration(answer.tookMs)}
        </span>
        {answer.understoodAs === '' ? null : (
          <span className="summary__more" title="How the query was taken">{`as ${answer.understoodAs}`}</span>
        )}
        {older ? <span className="summary__older">{`of “${answer.query}” · still searching, Esc stops`}</span> : null}
        {isPartial(answer) && !older ? (
          <span className="summary__partial numeric" title="The index is still being built: results may be missing">
            {`keywords ${percent(coverage.keyword)}, meaning ${percent(coverage.meaning)}`}
          </span>
        ) : null}
      </p>
      {problems.map((problem) => (
        <p key={`${problem.start} ${problem.message}`} className="summary__problem">
          <TriangleAlert size={14} aria-hidden />
          {problem.message}
        </p>
      ))}
      {answer.notes.length > 0 && results.length > 0 ? (
        <p className="summary__note" title={answer.notes.join('\n')}>
          <CircleHelp size={14} aria-hidden />
          <span>{answer.notes.join(' · ')}</span>
        </p>
      ) : null}
    </div>
  );
}
