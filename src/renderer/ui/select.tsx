import { Check, ChevronDown } from 'lucide-react';
import type { ReactNode } from 'react';
import { Button as AriaButton } from 'react-aria-components/Button';
import { ListBox, ListBoxItem } from 'react-aria-components/ListBox';
import { Popover } from 'react-aria-components/Popover';
import { Select as AriaSelect, SelectValue } from 'react-aria-components/Select';
import './select.css';

export interface Choice<Value extends string> {
  readonly value: Value;
  readonly label: string;
  readonly detail?: string;
}

interface SelectProps<Value extends string> {
  readonly label: string;
  readonly value: Value;
  readonly choices: readonly Choice<Value>[];
  readonly onChange: (value: Value) => void;
  readonly quiet?: boolean;
}

export function Select<Value extends string>(props: SelectProps<Value>): ReactNode {
  const chosen = props.choices.find((choice) => choice.value === props.value);
  return (
    <AriaSelect
      aria-label={props.label}
      selectedKey={props.value}
      onSelectionChange={(key) => {
        const choice = props.choices.find(({ value }) => value === key);
        if (choice !== undefined) props.onChange(choice.value);
      }}
    >
      <AriaButton className={props.quiet === true ? 'select select--quiet' : 'select'}>
        <SelectValue>{() => chosen?.label ?? props.value}</SelectValue>
        <ChevronDown size={14} aria-hidden />
      </AriaButton>
      <Popover className="menu__popover" placement="bottom end" offset={4}>
        <ListBox className="menu select__list">
          {props.choices.map(({ value, label, detail }) => (
            <ListBoxItem key={value} id={value} textValue={label} className="menu__item select__item">
              {({ isSelected }) => (
                <>
                  <span className="select__check">{isSelected ? <Check size={14} aria-hidden /> : null}</span>
                  <span>
                    {label}
                    {detail === undefined ? null : <span className="select__detail">{detail}</span>}
                  </span>
                </>
              )}
            </ListBoxItem>
          ))}
        </ListBox>
      </Popover>
    </AriaSelect>
  );
}
