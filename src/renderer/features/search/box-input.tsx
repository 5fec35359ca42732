import { type ReactNode, type Ref, useRef } from 'react';
import type { QueryProblem } from '../../../shared/contract/search.ts';

interface BoxInputProps {
  readonly ref: Ref<HTMLInputElement>;
  readonly text: string;
  readonly problems: readonly QueryProblem[];
  readonly listId: string;
  readonly listOpen: boolean;
  readonly active: number;
  readonly onText: (text: string, caret: number) => void;
  readonly onCaret: (caret: number) => void;
  readonly onFocusChange: (focused: boolean) => void;
  readonly onKeyDown: (event: React.KeyboardEvent<HTMLInputElement>) => void;
}

/** Cuts the text so that each fault has a piece of its own. */
function pieces(
  text: string,
  problems: readonly QueryProblem[],
): readonly { text: string; at: number; wrong: boolean }[] {
  const found: { text: string; at: number; wrong: boolean }[] = [];
  let at = 0;
  for (const { start, end } of problems.toSorted((a, b) => a.start - b.start)) {
    if (start > at) found.push({ text: text.slice(at, start), at, wrong: false });
    if (end > at) found.push({ text: text.slice(Math.max(at, start), end), at: Math.max(at, start), wrong: true });
    at = Math.max(at, end);
  }
  if (at < text.length) found.push({ text: text.slice(at), at, wrong: false });
  return found;
}

/** The text field, with an invisible copy of its text behind it that carries the underlines of faults. */
export function BoxInput({ ref, ...props }: BoxInputProps): ReactNode {
  const copy = useRef<HTMLDivElement>(null);
  const { text, problems, listId, listOpen, active } = props;
  const follow = (input: HTMLInputElement): void => {
    props.onCaret(input.selectionStart ?? input.value.length);
    if (copy.current !== null) copy.current.scrollLeft = input.scrollLeft;
  };
  return (
    <div className="search-box__field">
      <div ref={copy} className="search-box__copy" aria-hidden>
        {pieces(text, problems).map((piece) => (
          <span key={piece.at} className={piece.wrong ? 'search-box__wrong' : ''} data-text="own">
            {piece.text}
          </span>
        ))}
      </div>
      <input
        ref={ref}
        className="search-box__input"
        type="text"
        role="combobox"
        aria-label="Search this repository"
        aria-autocomplete="list"
        aria-expanded={listOpen}
        aria-controls={listOpen ? listId : undefined}
        aria-activedescendant={listOpen && active >= 0 ? `${listId}-${active}` : undefined}
        aria-invalid={problems.length > 0}
        placeholder="Find code by what it does, or by name"
        autoComplete="off"
        autoCapitalize="off"
        spellCheck={false}
        value={text}
        onChange={(event) => props.onText(event.target.value, event.target.selectionStart ?? event.target.value.length)}
        onPaste={(event) => {
          const pasted = event.clipboardData.getData('text');
          if (!/[\r\n]/.test(pasted)) return;
          // A field of one line would join the last word of a line with the first of the next.
          event.preventDefault();
          const { value, selectionStart, selectionEnd } = event.currentTarget;
          const [from, to] = [selectionStart ?? value.length, selectionEnd ?? value.length];
          const inOneLine = pasted.trim().replaceAll(/\s*[\r\n]+\s*/g, ' ');
          props.onText(value.slice(0, from) + inOneLine + value.slice(to), from + inOneLine.length);
        }}
        onSelect={(event) => follow(event.currentTarget)}
        onScroll={(event) => follow(event.currentTarget)}
        onFocus={() => props.onFocusChange(true)}
        onBlur={() => props.onFocusChange(false)}
        onKeyDown={props.onKeyDown}
      />
    </div>
  );
}
