import { ArrowLeft } from 'lucide-react';
import type { ReactNode } from 'react';
import { IconButton } from './button.tsx';
import './page.css';

interface PageProps {
  readonly title: string;
  /** The key that goes back, for the tooltip. */
  readonly backHint: string;
  readonly onBack: () => void;
  readonly children: ReactNode;
}

/** A page over the workspace: its title and the way back, and below them what it is about. */
export function Page({ title, backHint, onBack, children }: PageProps): ReactNode {
  return (
    <div className="page">
      <header className="page__head">
        <IconButton label="Back" hint={backHint} onPress={onBack}>
          <ArrowLeft size={16} />
        </IconButton>
        <h1 className="page__title">{title}</h1>
      </header>
      {children}
    </div>
  );
}
