import type { Request } from '../../shared/contract/index.ts';
import { WhenceError } from '../../shared/errors.ts';
import type { Client } from './client.ts';

/** Failures that one page tells its host of: one that fails at every frame has said enough. */
const mostReports = 20;

export type ReportFailure = (what: Request<'settings.windowFailed'>['what'], thrown: unknown) => void;

/** Tells the host's log of failures of the window that nobody expected. Their messages stay here: they may quote code. */
export function createFailureReport(client: Pick<Client, 'call'>): ReportFailure {
  let left = mostReports;
  return (what, thrown) => {
    if (left === 0 || thrown instanceof WhenceError) return;
    left -= 1;
    const error = thrown instanceof Error ? thrown.name.slice(0, 100) : typeof thrown;
    const stack = thrown instanceof Error ? withoutMessage(thrown) : '';
    const request = { what, error: sendable(error), stack: sendable(stack).slice(0, 8000).toWellFormed() };
    client.call('settings.windowFailed', request).catch(() => undefined);
  };
}

const sendable = (text: string): string => text.replaceAll('\0', '').toWellFormed();

const withoutMessage = ({ stack = '', message }: Error): string =>
  message === '' ? stack : stack.replace(message, () => '');

/** Hears what nobody caught in this page. */
export function watchPage(page: Pick<Window, 'addEventListener'>, report: ReportFailure): void {
  page.addEventListener('error', ({ error }: ErrorEvent) => report('exception', error));
  page.addEventListener('unhandledrejection', ({ reason }: PromiseRejectionEvent) => report('rejection', reason));
}
