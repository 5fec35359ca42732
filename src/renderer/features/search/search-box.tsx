import { LoaderCircle, Search, X } from 'lucide-react';
import { type KeyboardEvent, type ReactNode, useEffect, useId, useRef, useState } from 'react';
import type { Completion, QueryProblem, SearchMode } from '../../../shared/contract/search.ts';
import { keyHint } from '../../frame/keys.ts';
import { runAction, useActions } from '../../frame/use-actions.ts';
import { IconButton } from '../../ui/button.tsx';
import { type Choice, Select } from '../../ui/select.tsx';
import { BoxInput } from './box-input.tsx';
import { Chips } from './chips.tsx';
import { CompletionList } from './completion-list.tsx';
import { applyCompletion, type BoxContent, chipProblems, emptyBox, takeChips, textProblems } from './query-text.ts';
import { removeChip, setContent, setMode, useSearch } from './search-store.ts';
import { type Completions, useCompletions } from './use-completions.ts';
import './search-box.css';

interface SearchBoxProps {
  readonly repositoryId: string;
  readonly searching: boolean;
  readonly problems: readonly QueryProblem[];
  /** Esc: gives up waiting for an answer; false when nothing is waited for. */
  readonly onStop: () => boolean;
}

const modes: readonly Choice<SearchMode>[] = [
  { value: 'hybrid', label: 'Hybrid', detail: 'Meaning and keywords together' },
  { value: 'keyword', label: 'Keyword', detail: 'The words themselves' },
  { value: 'meaning', label: 'Meaning', detail: 'What the code is about' },
];

function useBox(): {
  readonly input: React.RefObject<HTMLInputElement | null>;
  readonly caret: number;
  readonly setCaret: (caret: number) => void;
  readonly put: (content: BoxContent, caret: number) => void;
} {
  const input = useRef<HTMLInputElement>(null);
  const [caret, setCaret] = useState(0);
  const wanted = useRef<number | null>(null);
  useEffect(() => {
    if (wanted.current === null) return;
    input.current?.setSelectionRange(wanted.current, wanted.current);
    wanted.current = null;
  });
  const put = (content: BoxContent, at: number): void => {
    wanted.current = at;
    setCaret(at);
    setContent(content);
  };
  return { input, caret, setCaret, put };
}

type Press = KeyboardEvent<HTMLInputElement>;

/** Keys that belong to an open list of completions; true when the key was taken. */
function pressInList(event: Press, list: Completions, choose: (completion: Completion) => void): boolean {
  const chosen = list.items[Math.max(0, list.active)];
  if (chosen === undefined) return false;
  const walks = list.active >= 0;
  if (event.key === 'Tab' && !event.shiftKey) choose(chosen);
  else if (event.key === 'Enter' && walks) choose(chosen);
  else if (event.key === 'ArrowDown' && walks) list.move(1);
  else if (event.key === 'ArrowUp' && walks) list.move(-1);
  else if (event.key === 'Escape') list.close();
  else return false;
  return true;
}

export function SearchBox({ repositoryId, searching, problems, onStop }: SearchBoxProps): ReactNode {
  const listId = useId();
  const content = useSearch((state) => state.content);
  const mode = useSearch((state) => state.mode);
  const [focused, setFocused] = useState(false);
  const { input, caret, setCaret, put } = useBox();
  const list = useCompletions({ repositoryId, text: content.text, caret, focused });

  useActions({
    'box.focus': () => {
      input.current?.focus();
      input.current?.select();
    },
  });

  const choose = (completion: Completion): void => {
    const applied = applyCompletion(content.text, completion);
    const taken = takeChips({ ...content, text: applied.text }, applied.caret);
    put(taken, taken.caret);
  };
  const editChip = (chip: string): void => {
    const text = content.text.trim() === '' ? chip : `${content.text.trimEnd()} ${chip}`;
    put({ text, chips: content.chips.filter((other) => other !== chip) }, text.length);
    input.current?.focus();
  };
  const onKeyDown = (event: Press): void => {
    const lastChip = content.chips.at(-1);
    let taken = pressInList(event, list, choose) || (event.key === 'Escape' && onStop());
    if (!taken && event.key === 'Enter' && !event.altKey && !event.ctrlKey && !event.metaKey)
      taken = runAction('results.open');
    else if (!taken && event.key === ' ' && event.ctrlKey) {
      list.openAll();
      taken = true;
    } else if (!taken && event.key === 'Backspace' && content.text === '' && lastChip !== undefined) {
      editChip(lastChip);
      taken = true;
    }
    if (taken) event.preventDefault();
  };

  const isEmpty = content.text === '' && content.chips.length === 0;
  return (
    <search className="search-box">
      <span className="search-box__icon" aria-hidden>
        <Search size={16} />
        {searching ? <LoaderCircle size={16} className="search-box__busy" /> : null}
      </span>
      <BoxInput
        ref={input}
        text={content.text}
        problems={textProblems(problems, content.text)}
        listId={listId}
        listOpen={list.items.length > 0}
        active={list.active}
        onText={(text, at) => {
          const taken = takeChips({ ...content, text }, at);
          put(taken, taken.caret);
        }}
        onCaret={setCaret}
        onFocusChange={setFocused}
        onKeyDown={onKeyDown}
      />
      {content.chips.length === 0 ? null : (
        <Chips
          chips={content.chips}
          problems={chipProblems(content, problems)}
          onEdit={editChip}
          onRemove={removeChip}
        />
      )}
      <Select quiet label="Search mode" value={mode} choices={modes} onChange={setMode} />
      {isEmpty ? (
        <kbd className="search-box__hint">{keyHint('box.focus')}</kbd>
      ) : (
        <IconButton
          label="Clear the search"
          onPress={() => {
            put(emptyBox, 0);
            input.current?.focus();
          }}
        >
          <X size={16} />
        </IconButton>
      )}
      {list.items.length === 0 ? null : (
        <CompletionList id={listId} items={list.items} active={list.active} onChoose={choose} />
      )}
    </search>
  );
}
