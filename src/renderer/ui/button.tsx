import type { ReactNode } from 'react';
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components/Button';
import { Tip } from './tip.tsx';
import './button.css';

interface ButtonProps extends Omit<AriaButtonProps, 'className' | 'children'> {
  readonly look?: 'normal' | 'strong' | 'quiet' | 'danger' | 'link';
  readonly icon?: ReactNode;
  readonly children: ReactNode;
}

export function Button({ look = 'normal', icon, children, ...rest }: ButtonProps): ReactNode {
  return (
    <AriaButton {...rest} className={`button button--${look}`}>
      {icon}
      {children}
    </AriaButton>
  );
}

interface IconButtonProps extends Omit<AriaButtonProps, 'className' | 'children'> {
  /** Name for screen readers and for the tooltip. */
  readonly label: string;
  /** The key that does the same, shown in the tooltip. */
  readonly hint?: string | undefined;
  readonly pressed?: boolean;
  readonly children: ReactNode;
}

/** A square button with an icon only; its name shows in a tooltip. */
export function IconButton({ label, hint, pressed, children, ...rest }: IconButtonProps): ReactNode {
  return (
    <Tip text={label} hint={hint}>
      <AriaButton
        {...rest}
        aria-label={label}
        {...(pressed === undefined ? {} : { 'aria-pressed': pressed })}
        className="icon-button"
      >
        {children}
      </AriaButton>
    </Tip>
  );
}
