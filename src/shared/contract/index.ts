import type { z } from 'zod';
import type { Result } from '../result.ts';
import { type GitAnswers, type GitEvents, gitRequests } from './git.ts';
import { type IndexingAnswers, type IndexingEvents, indexingRequests } from './indexing.ts';
import { type RepositoriesAnswers, type RepositoriesEvents, repositoriesRequests } from './repositories.ts';
import { type SearchAnswers, searchRequests } from './search.ts';
import { type SettingsAnswers, type SettingsEvents, settingsRequests } from './settings.ts';
import { type UpdatesAnswers, type UpdatesEvents, updatesRequests } from './updates.ts';

/** The schema of every request, by call name. Hosts parse with it; the renderer takes only its types. */
export const requestSchemas = {
  ...repositoriesRequests,
  ...indexingRequests,
  ...searchRequests,
  ...gitRequests,
  ...settingsRequests,
  ...updatesRequests,
};

export type CallName = keyof typeof requestSchemas;

type AllAnswers = RepositoriesAnswers & IndexingAnswers & SearchAnswers & GitAnswers & SettingsAnswers & UpdatesAnswers;

/** What a caller passes. */
export type Request<Name extends CallName> = z.input<(typeof requestSchemas)[Name]>;
/** What a call answers. A request schema without an answer type, or the reverse, does not compile. */
export type Answer<Name extends CallName> = AllAnswers[Name];
type AnswerWithoutRequest = Exclude<keyof AllAnswers, CallName>;
export const everyAnswerHasARequest: AnswerWithoutRequest extends never ? true : never = true;

export type Events = RepositoriesEvents & IndexingEvents & GitEvents & SettingsEvents & UpdatesEvents;
export type EventName = keyof Events;

export interface CallContext {
  /** Aborted when the caller cancels or goes away. */
  readonly signal: AbortSignal;
}

/** One handler per call: what a host serves and the engine implements. Handlers throw WhenceError for expected failures. */
export type Handlers = {
  readonly [Name in CallName]: (
    request: z.output<(typeof requestSchemas)[Name]>,
    context: CallContext,
  ) => Promise<Answer<Name>> | Answer<Name>;
};

export type EventListener<Name extends EventName> = (payload: Events[Name]) => void;

/** Sends an event to whoever listens. */
export type Emit = <Name extends EventName>(name: Name, payload: Events[Name]) => void;

/** What the window talks through: the preload's bridge in Electron, a WebSocket in the browser. All plain data. */
export interface Bridge {
  call(callId: string, name: string, request: unknown): Promise<Result<unknown>>;
  cancel(callId: string): void;
  /** Every event, by name; returns how to stop listening. */
  onEvent(listener: (name: string, payload: unknown) => void): () => void;
  /** Path of a file or folder dropped on the window; absent where the host cannot tell (a browser never does). */
  pathForFile?(file: unknown): string;
}
