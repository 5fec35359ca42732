import type { CustomScheme, IpcMain, Protocol } from 'electron';
import { Emitter, type Phases } from './phases.ts';
import type { StandInContents } from './web-contents.ts';

type Handler = (request: Request) => Response | Promise<Response>;

/** Schemes: named once, before the app is ready; served after. A page of modules needs these privileges. */
export class StandInProtocol implements Pick<Protocol, 'registerSchemesAsPrivileged' | 'handle'> {
  readonly #phases: Phases;
  #schemes: readonly CustomScheme[] | null = null;
  readonly #handlers = new Map<string, Handler>();

  constructor(phases: Phases) {
    this.#phases = phases;
  }

  registerSchemesAsPrivileged(schemes: CustomScheme[]): void {
    this.#phases.need('protocol.registerSchemesAsPrivileged', 'loading');
    if (this.#schemes !== null) throw new Error('schemes are registered once: a second call replaces the first');
    this.#schemes = structuredClone(schemes);
  }

  handle(scheme: string, handler: Handler): void {
    this.#phases.needReady('protocol.handle');
    if (this.#handlers.has(scheme)) throw new Error(`The scheme ${scheme} is already handled`);
    this.#handlers.set(scheme, handler);
  }

  /** Why a page can't be loaded, or its modules, styles or own requests could not; null when all can. */
  problemOf(url: string): string | null {
    const scheme = url.slice(0, url.indexOf(':'));
    if (!this.#handlers.has(scheme)) return 'ERR_UNKNOWN_URL_SCHEME';
    const { standard, secure, supportFetchAPI, codeCache, bypassCSP } =
      this.#schemes?.find((each) => each.scheme === scheme)?.privileges ?? {};
    if (!standard || !secure || !supportFetchAPI) return 'ERR_DISALLOWED_URL_SCHEME';
    // Without the first each start compiles the window anew; the second would take its policy away.
    return codeCache && !bypassCSP ? null : 'ERR_WRONG_PRIVILEGES';
  }

  async answer(request: Request): Promise<Response> {
    const handler = this.#handlers.get(request.url.slice(0, request.url.indexOf(':')));
    if (!handler) throw new Error(`nobody serves ${request.url}`);
    return handler(request);
  }
}

type Invoke = (event: never, ...args: never[]) => unknown;

/** Messages of pages: copies cross both ways, and each channel has one handler. */
export class StandInIpcMain extends Emitter implements Pick<IpcMain, 'handle' | 'on'> {
  readonly #handlers = new Map<string, Invoke>();

  handle(channel: string, handler: Invoke): void {
    if (this.#handlers.has(channel)) throw new Error(`Attempted to register a second handler for '${channel}'`);
    this.#handlers.set(channel, handler);
  }

  async invoke(from: StandInContents, channel: string, ...args: readonly unknown[]): Promise<unknown> {
    const handler = this.#handlers.get(channel) as ((...given: readonly unknown[]) => unknown) | undefined;
    if (!handler) throw new Error(`No handler registered for '${channel}'`);
    return structuredClone(await handler(from.event(), ...structuredClone(args)));
  }

  send(from: StandInContents, channel: string, ...args: readonly unknown[]): void {
    this.tell(channel, from.event(), ...structuredClone(args));
  }
}
