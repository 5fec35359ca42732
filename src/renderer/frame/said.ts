import { create } from 'zustand';

interface Said {
  /** What an action on the file has to say: done, or why not. Shown in the head of the preview. */
  readonly text: string | null;
  readonly failed: boolean;
}

export const useSaid = create<Said>(() => ({ text: null, failed: false }));

/** Milliseconds that a word of success stays; failures stay until the next action. */
const shown = 2000;
let timer: ReturnType<typeof setTimeout> | undefined;

export function say(text: string, failed = false): void {
  clearTimeout(timer);
  useSaid.setState({ text, failed });
  if (!failed) timer = setTimeout(() => useSaid.setState({ text: null }), shown);
}

export async function copy(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
    say(`Copied ${text}`);
  } catch {
    say('The clipboard cannot be reached. Select the text and copy it by hand.', true);
  }
}
