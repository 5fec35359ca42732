import { expect, it } from 'vitest';
import { describeFailure } from '../../../src/engine/log/describe-failure.ts';

const failureOf = (work: () => unknown): unknown => {
  try {
    return work();
  } catch (thrown) {
    return thrown;
  }
};

const withMessage = (message: string): Error => new Error(message);

// Messages quote what they are about: the log would then hold the code, the query or the path.
it.each([
  ['JSON', failureOf(() => JSON.parse('{ secretToken: 1 }'))],
  ['a property', failureOf(() => Reflect.get(JSON.parse('null') as object, 'secretToken'))],
  ['in', failureOf(() => 'length' in (JSON.parse('"secretToken"') as object))],
  ['a message with lines like frames', withMessage('x\n    at secretToken (/repo/src/secretToken.ts:1:2)\n    at y')],
  ['a message put in later', Object.assign(new Error('first'), { message: 'secretToken' })],
  ['a name', Object.assign(new Error('m'), { name: 'secret token' })],
  ['a code', Object.assign(new Error('m'), { code: '/repo/secretToken' })],
  ['a cause', new Error('m', { cause: new Error('secretToken') })],
  ['a text', 'secretToken'],
  ['an object', { secretToken: 1 }],
])('keeps no word of a message: %s', (_what, thrown) => {
  expect(JSON.stringify(describeFailure(thrown))).not.toMatch(/secret/);
});

it('keeps the class, the codes and where in Whence it happened', () => {
  const cause = Object.assign(new Error('no such file /repo/a.ts'), { code: 'ENOENT' });
  const error = new TypeError('about /repo/a.ts', { cause });
  error.stack = [
    'TypeError: about /repo/a.ts',
    '    at Query.run (file:///home/me/whence/src/engine/store/statements.ts:36:5)',
    '    at async file:///opt/Whence/resources/app.asar/out/node/whence.js:9:41',
    '    at process.processTicksAndRejections (node:internal/process/task_queues:105:5)',
    '    at somewhere (/repo/lib/other.ts:1:1)',
  ].join('\n');
  expect(describeFailure(error)).toEqual({
    error: 'TypeError',
    code: null,
    cause: 'ENOENT',
    stack: [
      'src/engine/store/statements.ts:36:5 Query.run',
      'out/node/whence.js:9:41',
      'node:internal/process/task_queues:105:5 process.processTicksAndRejections',
    ],
  });
});
