import { type ErrorShape, toErrorShape, WhenceError } from './errors.ts';

/** What every call answers across a process boundary: a value or an error with a code, never a rejection. */
export type Result<T> = { readonly ok: true; readonly data: T } | { readonly ok: false; readonly error: ErrorShape };

/** Runs `work` and turns what it returns or throws into a result. */
export async function toResult<T>(work: () => T | Promise<T>): Promise<Result<T>> {
  try {
    return { ok: true, data: await work() };
  } catch (thrown) {
    return { ok: false, error: toErrorShape(thrown) };
  }
}

/** The value of a result; throws its error as a WhenceError. */
export function unwrap<T>(result: Result<T>): T {
  if (result.ok) return result.data;
  throw WhenceError.from(result.error);
}
