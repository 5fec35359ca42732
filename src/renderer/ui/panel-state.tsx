import { LoaderCircle } from 'lucide-react';
import type { ReactNode } from 'react';
import type { WhenceError } from '../../shared/errors.ts';
import { Button } from './button.tsx';
import { Notice } from './notice.tsx';
import './panel-state.css';

interface PanelStateProps {
  readonly error: WhenceError | null;
  readonly waiting: string;
  readonly onRetry: () => void;
}

/** What a pane shows instead of its content: a wait, or why there is none. */
export function PanelState({ error, waiting, onRetry }: PanelStateProps): ReactNode {
  if (error === null || error.code === 'CANCELLED') {
    return (
      <p className="panel-state">
        <LoaderCircle size={14} aria-hidden /> {waiting}
      </p>
    );
  }
  return (
    <Notice kind="error" actions={<Button onPress={onRetry}>Try again</Button>}>
      {error.message}
    </Notice>
  );
}
