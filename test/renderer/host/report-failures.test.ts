import { expect, it } from 'vitest';
import type { Client } from '../../../src/renderer/host/client.ts';
import { createFailureReport } from '../../../src/renderer/host/report-failures.ts';
import { settingsRequests } from '../../../src/shared/contract/settings.ts';
import { WhenceError } from '../../../src/shared/errors.ts';

// The stack begins with the message, which may quote code; and a page that fails at every frame must not flood the host.
it('sends class and stack without the message, in a form that the host takes, and so many only', () => {
  const sent: unknown[] = [];
  const call: Client['call'] = async (_name, request) => {
    sent.push(settingsRequests['settings.windowFailed'].parse(request));
    throw new WhenceError('HOST_GONE', 'gone');
  };
  const report = createFailureReport({ call });
  report('rejection', new WhenceError('CANCELLED', 'expected'));
  report('exception', new TypeError('of secret\0 \uD800'));
  report('drawing', `secret${'x'.repeat(20_000)}`);
  expect(sent).toMatchObject([
    { what: 'exception', error: 'TypeError' },
    { what: 'drawing', error: 'string', stack: '' },
  ]);
  expect(JSON.stringify(sent)).not.toContain('secret');
  for (let i = 0; i < 100; i += 1) report('drawing', new Error('\n    at x'.repeat(5000)));
  expect(sent).toHaveLength(20);
});
