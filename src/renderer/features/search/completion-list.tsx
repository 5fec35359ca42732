import { AtSign, Calendar, FileCode2, Filter, Hash, Languages, Shapes } from 'lucide-react';
import type { ReactNode } from 'react';
import type { Completion } from '../../../shared/contract/search.ts';
import { Keys } from '../../ui/kbd.tsx';
import './completion-list.css';

interface CompletionListProps {
  readonly id: string;
  readonly items: readonly Completion[];
  readonly active: number;
  readonly onChoose: (completion: Completion) => void;
}

const icons = {
  filter: Filter,
  language: Languages,
  author: AtSign,
  path: FileCode2,
  symbol: Hash,
  kind: Shapes,
  date: Calendar,
} satisfies Record<Completion['kind'], typeof Hash>;

/** The list under the box. Focus stays in the box; it points here with `aria-activedescendant`. */
export function CompletionList({ id, items, active, onChoose }: CompletionListProps): ReactNode {
  return (
    <div className="completions">
      <div id={id} role="listbox" aria-label="Completions">
        {items.map((item, index) => {
          const Icon = icons[item.kind];
          return (
            <div
              key={`${item.kind} ${item.insert}`}
              id={`${id}-${index}`}
              role="option"
              tabIndex={-1}
              aria-selected={index === active}
              className="completions__item"
              onPointerDown={(event) => {
                event.preventDefault();
                onChoose(item);
              }}
            >
              <Icon size={14} aria-hidden />
              <span className="completions__label">{item.label}</span>
              <span className="completions__detail">{item.detail}</span>
            </div>
          );
        })}
      </div>
      <p className="completions__help" aria-hidden>
        <Keys parts={['Tab']} /> completes
        {active === -1 ? null : (
          <>
            <Keys parts={['↑', '↓']} /> choose
          </>
        )}
        <Keys parts={['Esc']} /> close
      </p>
    </div>
  );
}
