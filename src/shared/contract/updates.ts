import { z } from 'zod';

/** Where the app stands with newer versions of itself. */
export type UpdateState =
  /** This copy can't update itself; `why` says so, and what to do instead. */
  | { readonly kind: 'unavailable'; readonly why: string }
  /** The person did not ask for it: nothing is looked up. */
  | { readonly kind: 'off' }
  | { readonly kind: 'checking' }
  /** There is no newer version; `checkedAt` in ms since 1970, null before the first answer. */
  | { readonly kind: 'current'; readonly checkedAt: number | null }
  | { readonly kind: 'available'; readonly version: string }
  /** `done` from 0 to 1. */
  | { readonly kind: 'downloading'; readonly version: string; readonly done: number }
  /** Downloaded; installed when the person says so. */
  | { readonly kind: 'ready'; readonly version: string }
  | { readonly kind: 'failed'; readonly message: string };

/** One version in CHANGELOG.md. */
export interface Release {
  readonly version: string;
  /** ISO day, or null before it is out. */
  readonly date: string | null;
  readonly groups: readonly { readonly title: string; readonly changes: readonly string[] }[];
}

export interface News {
  readonly version: string;
  /** Newest first. */
  readonly releases: readonly Release[];
  /** Whether this version runs for the first time after another one did. */
  readonly isNew: boolean;
}

export const updatesRequests = {
  'updates.state': z.strictObject({}),
  /** Looks for a newer version now. */
  'updates.check': z.strictObject({}),
  'updates.download': z.strictObject({}),
  /** Closes everything, installs what was downloaded, and starts it. */
  'updates.install': z.strictObject({}),
  'updates.news': z.strictObject({}),
  /** The person has seen what is new. */
  'updates.newsSeen': z.strictObject({}),
};

export interface UpdatesAnswers {
  'updates.state': UpdateState;
  'updates.check': UpdateState;
  'updates.download': UpdateState;
  'updates.install': null;
  'updates.news': News;
  'updates.newsSeen': null;
}

export interface UpdatesEvents {
  'updates.changed': UpdateState;
}
