import { z } from 'zod';
import type { Question } from '../../engine/host-ports.ts';
import { visibleText } from '../../shared/visible-text.ts';
import type { AskedPlaces } from './asked-places.ts';
import { isLink, parseLink } from './link.ts';
import { placeOf } from './place-of.ts';

/** What one start asks the other for, as it crosses between the two processes. */
export const startRequestSchema = z.object({
  /** Absolute path, or a link; null only shows the window. */
  open: z.string().max(32_768).nullable(),
});
export type StartRequest = z.infer<typeof startRequestSchema>;

export interface OpenerOptions {
  readonly places: AskedPlaces;
  /** Roots opened before. */
  readonly known: () => readonly string[];
  /** Asks the person, in a dialog of the host's own. */
  readonly confirm: (question: Question) => Promise<boolean>;
  /** Brings the window to the front, and opens one where there is none. */
  readonly showWindow: () => void;
  readonly log: (text: string) => void;
}

/** Opens what is asked for outside of the window: paths of the person's own doing at once, those of links when they say so. */
export class OpenFromOutside {
  readonly #options: OpenerOptions;
  #asking = false;

  constructor(options: OpenerOptions) {
    this.#options = options;
  }

  /** A path or a link, as an argument or an event of the system gives it; null only shows the window. */
  open(target: string | null): void {
    this.#options.showWindow();
    if (target === null) return;
    if (isLink(target)) {
      this.#follow(target).catch((error: unknown) => this.#options.log(`a link was not followed: ${String(error)}`));
    } else this.#options.places.add(placeOf(target, null, this.#options.known()));
  }

  async #follow(link: string): Promise<void> {
    const { confirm, places, known, log } = this.#options;
    const linked = parseLink(link);
    if (linked === null) {
      log(`not a link that Whence knows: ${JSON.stringify(link.slice(0, 200))}`);
      return;
    }
    // A page that follows links in a loop asks once and not a hundred times.
    if (this.#asking) return;
    this.#asking = true;
    try {
      const place = placeOf(linked.path, linked.line, known());
      const root = visibleText(place.root);
      const detail = place.file === null ? root : `${visibleText(place.file)}\nin ${root}`;
      const isNew = !known().includes(place.root);
      const message = isNew
        ? 'A link asks Whence to open and index this folder.'
        : 'A link asks Whence to show this folder.';
      const question = { title: 'Open with Whence', message, detail, accept: 'Open' };
      if (await confirm(question)) places.add(place);
    } finally {
      this.#asking = false;
    }
  }
}
