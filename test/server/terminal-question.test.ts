import { PassThrough } from 'node:stream';
import { expect, it } from 'vitest';
import { terminalQuestions } from '../../src/server/terminal-question.ts';

const question = { title: 'Open', message: 'Open /tmp/a\u001b[2Jb?', detail: 'first\nsecond', accept: 'Open' };

interface Terminal {
  readonly ask: () => Promise<boolean>;
  readonly input: PassThrough;
  readonly shown: () => string;
}

function terminal(): Terminal {
  const [input, output] = [new PassThrough(), new PassThrough()].map((stream) =>
    Object.assign(stream, { isTTY: true }),
  );
  let text = '';
  output!.on('data', (data: Buffer) => (text += data.toString()));
  const ask = terminalQuestions({ input: input!, output: output! });
  return { ask: async () => (ask === null ? false : ask(question)), input: input!, shown: () => text };
}

it.each([
  ['yes\n', true],
  ['Y\n', true],
  ['\n', false],
  ['no\n', false],
  ['yes please\n', false],
  ['open\n', false],
])('takes %j as %s', async (typed, answer) => {
  const { ask, input, shown } = terminal();
  const asked = ask();
  await expect.poll(shown).toContain('Type "yes"');
  input.write(typed);
  expect(await asked).toBe(answer);
  expect(shown()).toContain(String.raw`Open /tmp/a\x1b[2Jb?`);
  expect(shown()).toContain('  first\n  second\n');
});

it('takes neither what was typed before the question nor the end of the input for a yes', async () => {
  const { ask, input } = terminal();
  input.write('yes\n');
  const asked = ask();
  input.end();
  expect(await asked).toBe(false);
});

it('asks a second time where it asked once', async () => {
  const { ask, input, shown } = terminal();
  for (const [typed, answer] of [
    ['no\n', false],
    ['yes\n', true],
  ] as const) {
    const before = shown().length;
    const asked = ask();
    await expect.poll(() => shown().slice(before)).toContain('Type "yes"');
    input.write(typed);
    expect(await asked).toBe(answer);
  }
});

it('asks nobody where there is no terminal', () => {
  expect(terminalQuestions({ input: new PassThrough(), output: new PassThrough() })).toBeNull();
});
