import type { ReactNode } from 'react';
import { create } from 'zustand';
import { Notice } from '../ui/notice.tsx';

interface Asking {
  /** What the host asks the person outside of the window just now. */
  readonly message: string | null;
}

const useAsking = create<Asking>(() => ({ message: null }));

export const noteAsking = ({ message }: Asking): void => useAsking.setState({ message });

/** Says where to answer, since the question does not stand in this window. */
export function AskingBanner(): ReactNode {
  const message = useAsking((state) => state.message);
  if (message === null) return null;
  return (
    <Notice kind="warning">
      <strong>{message}</strong> Answer in the terminal that Whence was started in: this window alone may not decide it.
    </Notice>
  );
}
