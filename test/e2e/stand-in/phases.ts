/** Where an application is in its life. Each part of Electron works in some of these only, and throws in the others. */
export type Phase = 'loading' | 'ready' | 'quitting' | 'ended';

export class Phases {
  now: Phase = 'loading';

  need(what: string, ...allowed: readonly Phase[]): void {
    if (!allowed.includes(this.now)) throw new Error(`${what} can't be used while the app is ${this.now}`);
  }

  /** What Electron calls "before the app is ready" in its messages. */
  needReady(what: string): void {
    this.need(what, 'ready', 'quitting');
  }
}

/** Told of what a listener throws: Electron shows it in a dialog unless the application listens to uncaught exceptions. */
export type OnUncaught = (error: unknown) => void;

type Listener = (...args: never[]) => void;

/**
 * Events as Electron has them. The methods give `never`, since Electron's own give the type of the whole object, of which a stand-in
 * has a part.
 */
export class Emitter {
  readonly #listeners = new Map<string, { readonly listener: Listener; readonly once: boolean }[]>();
  readonly #onUncaught: OnUncaught;

  constructor(onUncaught: OnUncaught) {
    this.#onUncaught = onUncaught;
  }

  on(event: string, listener: Listener): never {
    this.#listeners.set(event, [...this.#of(event), { listener, once: false }]);
    return this as never;
  }

  once(event: string, listener: Listener): never {
    this.#listeners.set(event, [...this.#of(event), { listener, once: true }]);
    return this as never;
  }

  off(event: string, listener: Listener): never {
    this.#listeners.set(
      event,
      this.#of(event).filter((each) => each.listener !== listener),
    );
    return this as never;
  }

  listens(event: string): boolean {
    return this.#of(event).length > 0;
  }

  /** Calls all listeners, whatever one of them throws. */
  tell(event: string, ...args: readonly unknown[]): void {
    for (const { listener, once } of this.#of(event)) {
      if (once) this.off(event, listener);
      try {
        (listener as (...given: readonly unknown[]) => void)(...args);
      } catch (error) {
        this.#onUncaught(error);
      }
    }
  }

  #of(event: string): { readonly listener: Listener; readonly once: boolean }[] {
    return this.#listeners.get(event) ?? [];
  }
}

/** An event that a listener can prevent. */
export function preventable(): { readonly preventDefault: () => void; defaultPrevented: boolean } {
  const event = {
    defaultPrevented: false,
    preventDefault: () => {
      event.defaultPrevented = true;
    },
  };
  return event;
}
