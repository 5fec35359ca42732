import type { ReactNode, Ref } from 'react';

interface ScrollBoxProps {
  readonly ref?: Ref<HTMLDivElement>;
  readonly label: string;
  readonly className: string;
  readonly height?: number;
  readonly children: ReactNode;
}

/** A place that scrolls by itself: it takes the focus, so that the keyboard can scroll it too. */
export function ScrollBox({ ref, label, className, height, children }: ScrollBoxProps): ReactNode {
  return (
    // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex
    <div ref={ref} className={className} style={{ height }} tabIndex={0} role="group" aria-label={label}>
      {children}
    </div>
  );
}
