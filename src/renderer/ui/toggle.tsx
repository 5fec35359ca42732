import type { ReactNode } from 'react';
import { Switch, type SwitchProps } from 'react-aria-components/Switch';
import './toggle.css';

interface ToggleProps extends Omit<SwitchProps, 'className' | 'children'> {
  readonly label: string;
  /** The label is elsewhere on the page: it is only for screen readers. */
  readonly bare?: boolean;
}

export function Toggle({ label, bare = false, ...rest }: ToggleProps): ReactNode {
  return (
    <Switch {...rest} className="toggle">
      <span className="toggle__track">
        <span className="toggle__knob" />
      </span>
      <span className={bare ? 'visually-hidden' : 'toggle__label'}>{label}</span>
    </Switch>
  );
}
