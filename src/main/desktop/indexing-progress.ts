import type { BrowserWindow, ProgressBarOptions } from 'electron';
import { basename } from 'node:path';
import type { IndexingProgress, PhaseProgress } from '../../shared/contract/indexing.ts';

/** An index that took less than this many ms is no news to somebody who does something else meanwhile. */
const longMs = 30_000;
/** Share of the first phase in the whole, about what it takes. */
const readingShare = 0.3;

type Progressed = Pick<BrowserWindow, 'setProgressBar' | 'isDestroyed' | 'isFocused'>;

export interface IndexingProgressOptions {
  readonly window: () => Progressed | null;
  /** Tells the person, in a notification of the system. */
  readonly tell: (title: string, text: string) => void;
  /** Root of a repository, for its name. */
  readonly rootOf: (repositoryId: string) => string | null;
}

/** Shows how far indexing is on the dock or taskbar, and tells when a long one is done that nobody looks at. */
export class IndexingOnDesktop {
  readonly #options: IndexingProgressOptions;
  /** Of each root that is being indexed: 0 to 1, and whether it is paused. */
  readonly #running = new Map<string, { readonly done: number; readonly paused: boolean }>();
  /** Roots whose present run was seen at work: what was done before this start is not told again. */
  readonly #seen = new Set<string>();
  #shown = '';

  constructor(options: IndexingProgressOptions) {
    this.#options = options;
  }

  note(progress: IndexingProgress): void {
    const { repositoryId, state } = progress;
    if (state === 'reading' || state === 'embedding' || state === 'finishing' || state === 'paused') {
      if (state !== 'paused') this.#seen.add(repositoryId);
      this.#running.set(repositoryId, { done: doneOf(progress), paused: state === 'paused' });
    } else {
      this.#running.delete(repositoryId);
      if (this.#seen.delete(repositoryId)) this.#tell(progress);
    }
    this.show();
  }

  /** A root was closed or forgotten while it was indexed. */
  forget(repositoryId: string): void {
    this.#seen.delete(repositoryId);
    if (this.#running.delete(repositoryId)) this.show();
  }

  /** Draws the bar on the window that is there now. */
  show(options: { readonly anew?: boolean } = {}): void {
    const window = this.#options.window();
    if (!window || window.isDestroyed()) return;
    const all = [...this.#running.values()];
    const mean = all.reduce((sum, { done }) => sum + done, 0) / all.length;
    const mode: ProgressBarOptions['mode'] = all.every(({ paused }) => paused) ? 'paused' : 'normal';
    // Less than 0 takes the bar away.
    const value = all.length === 0 ? -1 : Math.round(mean * 100) / 100;
    const now = `${value} ${mode}`;
    if (now === this.#shown && options.anew !== true) return;
    this.#shown = now;
    if (value < 0) window.setProgressBar(value);
    else window.setProgressBar(value, { mode });
  }

  #tell({ repositoryId, state, reading, embedding, error }: IndexingProgress): void {
    const { window, tell, rootOf } = this.#options;
    const looking = window();
    if (looking && !looking.isDestroyed() && looking.isFocused()) return;
    const name = basename(rootOf(repositoryId) ?? '') || 'The folder';
    if (state === 'failed') tell(`${name} could not be indexed`, error?.message ?? 'Open Whence to see why.');
    else if (state === 'done' && reading.elapsedMs + embedding.elapsedMs >= longMs) {
      tell(`${name} is indexed`, 'All of it can be searched now.');
    }
  }
}

const part = ({ done, total }: PhaseProgress): number => (total > 0 ? Math.min(1, done / total) : 0);

function doneOf({ state, reading, embedding }: IndexingProgress): number {
  if (state === 'finishing') return 1;
  return state === 'reading'
    ? part(reading) * readingShare
    : readingShare * part(reading) + (1 - readingShare) * part(embedding);
}
