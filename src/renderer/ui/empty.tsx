import type { ReactNode } from 'react';
import './empty.css';

interface EmptyProps {
  readonly icon?: ReactNode;
  readonly title: string;
  readonly children?: ReactNode;
  readonly actions?: ReactNode;
}

/** A pane with nothing to show: why, and what to do. */
export function Empty({ icon, title, children, actions }: EmptyProps): ReactNode {
  return (
    <div className="empty">
      {icon === undefined ? null : <div className="empty__icon">{icon}</div>}
      <p className="empty__title">{title}</p>
      {children === undefined ? null : <div className="empty__text">{children}</div>}
      {actions === undefined ? null : <div className="empty__actions">{actions}</div>}
    </div>
  );
}
