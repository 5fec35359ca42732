import type { ReactElement, ReactNode } from 'react';
import { Tooltip, TooltipTrigger } from 'react-aria-components/Tooltip';
import './tip.css';

interface TipProps {
  readonly text: ReactNode;
  readonly hint?: string | undefined;
  readonly children: ReactElement;
}

/** A tooltip on a focusable React Aria element. */
export function Tip({ text, hint, children }: TipProps): ReactNode {
  return (
    <TooltipTrigger delay={500} closeDelay={50}>
      {children}
      <Tooltip className="tip" offset={6}>
        {text}
        {hint === undefined ? null : <kbd className="tip__key">{hint}</kbd>}
      </Tooltip>
    </TooltipTrigger>
  );
}
