import type { Result } from '../../shared/result.ts';

/** Something a thread does, by its types. */
export interface Operation {
  readonly request: unknown;
  readonly answer: unknown;
  /** What it hands over before its answer. */
  readonly part?: unknown;
}

/** Everything a thread does, by name. */
export type OperationsOf<Names> = { readonly [Name in keyof Names]: Operation };

/** What operation `Name` hands over before its answer. */
export type PartOf<Operations, Name extends keyof Operations> = Operations[Name] extends { part: infer Type }
  ? Type
  : never;

/** Calls of this id want no answer. */
export const noAnswer = 0;

export type ToThread =
  | { readonly type: 'call'; readonly id: number; readonly name: string; readonly request: unknown }
  | { readonly type: 'cancel'; readonly id: number };

export type FromThread =
  | { readonly type: 'part'; readonly id: number; readonly part: unknown }
  /** From now on the call reports within so many ms (null: takes its time again), or its thread is taken for stuck. */
  | { readonly type: 'limit'; readonly id: number; readonly ms: number | null }
  /** `spent`: the thread is not to be used again. */
  | { readonly type: 'done'; readonly id: number; readonly result: Result<unknown>; readonly spent: boolean };

/** What every thread is started with. */
export interface ThreadData<Settings> {
  readonly settings: Settings;
  /** Ids of cancelled calls: see SharedCancellations. */
  readonly cancellations: SharedArrayBuffer;
}
