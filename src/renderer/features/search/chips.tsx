import { X } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button } from 'react-aria-components/Button';
import { chipParts } from './query-text.ts';
import './chips.css';

interface ChipsProps {
  readonly chips: readonly string[];
  readonly problems: ReadonlyMap<number, string>;
  readonly onEdit: (chip: string) => void;
  readonly onRemove: (chip: string) => void;
}

/** Where not all fit, the newest is the one to see. */
const bringIntoSight = (chip: HTMLLIElement | null): void => {
  chip?.scrollIntoView({ block: 'nearest' });
};

/** The filters taken out of the text. A click edits one, its cross removes it. */
export function Chips({ chips, problems, onEdit, onRemove }: ChipsProps): ReactNode {
  return (
    <ul className="chips" aria-label="Filters">
      {chips.map((chip, index) => {
        const { negated, name, value } = chipParts(chip);
        const problem = problems.get(index);
        return (
          <li
            key={chip}
            ref={index === chips.length - 1 ? bringIntoSight : undefined}
            className={problem === undefined ? 'chip' : 'chip chip--wrong'}
            title={problem ?? chip}
          >
            <Button className="chip__text" onPress={() => onEdit(chip)}>
              {negated ? <span className="chip__not">not</span> : null}
              <span className="chip__name">{name}</span>
              <span className="chip__value">{value}</span>
            </Button>
            <Button className="chip__remove" aria-label={`Remove ${chip}`} onPress={() => onRemove(chip)}>
              <X size={12} />
            </Button>
          </li>
        );
      })}
    </ul>
  );
}
