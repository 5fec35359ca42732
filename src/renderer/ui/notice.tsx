import { CircleAlert, Info, TriangleAlert, X } from 'lucide-react';
import type { ReactNode } from 'react';
import { IconButton } from './button.tsx';
import './notice.css';

interface NoticeProps {
  readonly kind: 'info' | 'warning' | 'error';
  readonly children: ReactNode;
  readonly actions?: ReactNode;
  readonly onDismiss?: (() => void) | undefined;
}

const icons = { info: Info, warning: TriangleAlert, error: CircleAlert };

/** Words in the place they are about: what happened and what to do. Stays until it is dealt with. */
export function Notice({ kind, children, actions, onDismiss }: NoticeProps): ReactNode {
  const Icon = icons[kind];
  return (
    <div className={`notice notice--${kind}`} role={kind === 'error' ? 'alert' : 'status'}>
      <Icon size={16} className="notice__icon" aria-hidden />
      <div className="notice__text">{children}</div>
      {actions === undefined ? null : <div className="notice__actions">{actions}</div>}
      {onDismiss === undefined ? null : (
        <IconButton label="Dismiss" onPress={onDismiss}>
          <X size={14} />
        </IconButton>
      )}
    </div>
  );
}
