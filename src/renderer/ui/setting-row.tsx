import type { ReactNode } from 'react';
import './setting-row.css';

interface RowProps {
  readonly title: string;
  readonly words?: ReactNode;
  readonly children: ReactNode;
}

/** One setting: what it is on the left, its control on the right. */
export function Row({ title, words, children }: RowProps): ReactNode {
  return (
    <div className="setting">
      <div className="setting__text">
        <p className="setting__title">{title}</p>
        {words === undefined ? null : <p className="setting__words">{words}</p>}
      </div>
      <div className="setting__control">{children}</div>
    </div>
  );
}

export function SectionTitle({ children }: { readonly children: ReactNode }): ReactNode {
  return <h2 className="setting__section">{children}</h2>;
}
