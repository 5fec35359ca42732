import { useState } from 'react';
import type { Completion } from '../../../shared/contract/search.ts';
import { useCall } from '../../host/use-call.ts';
import { inFilterValue } from './query-text.ts';

export interface Completions {
  readonly items: readonly Completion[];
  /** The one that Enter takes; -1 while the box keeps its keys (names of filters are taken with Tab only). */
  readonly active: number;
  readonly move: (step: -1 | 1) => void;
  readonly close: () => void;
  /** Offers everything for the word at the caret, names of symbols too. */
  readonly openAll: () => void;
}

const mostShown = 8;

/** What was offered for the word before its last letters: shown until the next answer, so that the list does not flicker. */
function stillFitting(offered: readonly Completion[], word: string, caret: number): readonly Completion[] {
  const start = caret - word.length;
  return offered
    .filter((item) => item.start === start && item.insert.startsWith(word))
    .map(({ insert, label, detail, kind }) => ({ insert, label, detail, kind, start, end: caret }));
}

/** What could stand at the caret. Plain words get no list by themselves: they are searched, not completed. */
export function useCompletions(input: {
  readonly repositoryId: string;
  readonly text: string;
  readonly caret: number;
  readonly focused: boolean;
}): Completions {
  const { repositoryId, text, caret, focused } = input;
  const place = `${caret}:${text}`;
  const [closedAt, setClosedAt] = useState<string | null>(null);
  const [allAt, setAllAt] = useState<string | null>(null);
  const [moved, setMoved] = useState({ place: '', active: 0 });
  const inValue = inFilterValue(text, caret);
  const word = /\S*$/.exec(text.slice(0, caret))?.[0] ?? '';
  const wanted = focused && closedAt !== place && (inValue || allAt === place || word.replace(/^-/, '').length >= 2);
  const call = useCall(
    'search.complete',
    { repositoryId, text, cursor: caret },
    { enabled: wanted, keep: true, staleAfter: 10_000 },
  );
  const fits = ({ kind, insert, start, end }: Completion): boolean =>
    (inValue || allAt === place || kind === 'filter') &&
    end <= text.length &&
    text.slice(start, end) !== insert.trimEnd();
  const offered = call.isPlaceholderData ? stillFitting(call.data ?? [], word, caret) : (call.data ?? []);
  const items = wanted ? offered.filter(fits).slice(0, mostShown) : [];
  const takesKeys = inValue || allAt === place;
  const active = moved.place === place ? moved.active : 0;
  return {
    items,
    active: items.length > 0 && takesKeys ? Math.min(active, items.length - 1) : -1,
    move: (step) => setMoved({ place, active: (active + step + items.length) % items.length }),
    close: () => setClosedAt(place),
    openAll: () => {
      setClosedAt(null);
      setAllAt(place);
    },
  };
}
