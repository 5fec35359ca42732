import type { ReactNode } from 'react';
import './kbd.css';

/** One key combination, as caps: `['Ctrl', 'K']`. */
export function Keys({ parts }: { readonly parts: readonly string[] }): ReactNode {
  return (
    <span className="keys">
      {parts.map((part) => (
        <kbd key={part} className="keys__cap">
          {part}
        </kbd>
      ))}
    </span>
  );
}
