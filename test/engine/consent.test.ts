import { mkdirSync, realpathSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { commandCapabilities, windowCapabilities } from '../../src/engine/host-capabilities.ts';
import { Consent } from '../../src/engine/consent.ts';
import type { HostPorts, Question } from '../../src/engine/host-ports.ts';
import { RecentRoots } from '../../src/engine/repositories/recent.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

interface Asked {
  readonly folder: string;
  readonly consent: Consent;
  readonly recent: RecentRoots;
  readonly questions: Question[];
  /** Events to the window. */
  readonly told: unknown[];
}

/** A host that answers each question with the next of `answers`; without them it can't ask. */
function start(answers: readonly boolean[] | null, ports: (folder: string) => Partial<HostPorts> = () => ({})): Asked {
  const folder = realpathSync(temporaryFolder());
  for (const name of ['a/in', 'b', 'a/.git/x']) mkdirSync(join(folder, name), { recursive: true });
  const questions: Question[] = [];
  const recent = new RecentRoots(folder);
  const confirm = async (question: Question): Promise<boolean> => {
    questions.push(question);
    return answers?.[questions.length - 1] ?? false;
  };
  const host: HostPorts = {
    ...windowCapabilities,
    asksElsewhere: true,
    kind: 'browser',
    ...(answers && { confirm }),
    ...ports(folder),
  };
  const told: unknown[] = [];
  const consent = new Consent(host, recent, (name, payload) => told.push({ name, payload }));
  return { folder, consent, recent, questions, told };
}

const refused = { code: 'NOT_CONFIRMED' };

describe('a folder that the window names', () => {
  it('is opened after a yes, which holds for those inside it and no other', async () => {
    const { folder, consent, questions } = start([true, false]);
    await consent.toOpen(join(folder, 'a'));
    await consent.toOpen(join(folder, 'a'));
    await consent.toOpen(join(folder, 'a/in'));
    await expect(consent.toOpen(join(folder, 'b'))).rejects.toMatchObject(refused);
    await expect(consent.toOpen(join(folder, 'a/.git/x'))).rejects.toMatchObject(refused);
    await expect(consent.toOpen(folder)).rejects.toMatchObject(refused);
    expect(questions.map(({ message }) => message)).toEqual(
      ['a', 'b', 'a/.git/x', ''].map((name) => `Open ${join(folder, name)}?`.replace(/\/\?$/, '?')),
    );
  });

  it('is refused where nobody can be asked, with a command that leads on', async () => {
    const { folder, consent } = start(null);
    await expect(consent.toOpen(join(folder, 'a'))).rejects.toMatchObject({
      ...refused,
      message: expect.stringContaining(`whence index ${join(folder, 'a')}`) as string,
    });
  });

  it('needs no question when it was named at the start, opened before or picked in a dialog, also by a link', async () => {
    const { folder, consent, recent } = start(null, (at) => ({
      openPath: join(at, 'link'),
      allowedFolders: [join(at, 'b')],
    }));
    symlinkSync(join(folder, 'a'), join(folder, 'link'));
    for (const name of ['c', 'd']) mkdirSync(join(folder, name));
    await consent.toOpen(join(folder, 'a'));
    await consent.toOpen(join(folder, 'b'));
    await expect(consent.toOpen(join(folder, 'c'))).rejects.toMatchObject(refused);
    recent.touch({ repositoryId: 'c', path: join(folder, 'c') });
    await consent.toOpen(join(folder, 'c'));
    await consent.noteNamed(join(folder, 'd'));
    await expect(consent.toOpen(join(folder, 'd'))).resolves.toBeUndefined();
  });
});

describe('a command that the window sets', () => {
  it('is asked for with all its words, each made visible', async () => {
    const { consent, questions, told } = start([true, false]);
    await consent.toRun(['sh', '-c', 'echo\n\u202e\u001b[2K']);
    await expect(consent.toRun(['other'])).rejects.toMatchObject(refused);
    expect(told).toEqual(
      [questions[0]?.message, null, questions[1]?.message, null].map((message) => ({
        name: 'settings.asking',
        payload: { message },
      })),
    );
    expect(questions[0]?.detail).toBe(String.raw`sh${'\n'}-c${'\n'}echo\n\u{202e}\x1b[2K`);
  });

  it('is refused while another question waits, so that nobody is worn out by questions', async () => {
    const waiting: (() => void)[] = [];
    const { folder, consent } = start(null, () => ({
      confirm: async () => new Promise((resolve) => waiting.push(() => resolve(true))),
    }));
    const first = consent.toRun(['a']);
    await expect.poll(() => waiting.length).toBe(1);
    await expect(consent.toRun(['b'])).rejects.toMatchObject(refused);
    await expect(consent.toOpen(join(folder, 'b'))).rejects.toMatchObject(refused);
    waiting[0]?.();
    await first;
  });
});

it('does not ask about what a person typed as a command', async () => {
  const { folder, consent, questions } = start([], () => commandCapabilities);
  await consent.toOpen(join(folder, 'a'));
  await consent.toRun(['sh']);
  expect(questions).toEqual([]);
});
