import { chmodSync, existsSync, mkdirSync, readFileSync, realpathSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { z } from 'zod';
import { windowCapabilities } from '../../src/engine/host-capabilities.ts';
import { createDispatcher, type Dispatcher } from '../../src/engine/dispatch.ts';
import { createEngine } from '../../src/engine/engine.ts';
import type { Question } from '../../src/engine/host-ports.ts';
import { type CallName, type Handlers, requestSchemas } from '../../src/shared/contract/index.ts';
import { editors } from '../../src/shared/contract/settings.ts';
import type { Result } from '../../src/shared/result.ts';
import { temporaryFolder } from '../helpers/temporary-folder.ts';

interface JsonSchema {
  readonly type?: string;
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly items?: JsonSchema;
  readonly enum?: readonly unknown[];
  readonly const?: unknown;
  readonly anyOf?: readonly JsonSchema[];
  readonly minimum?: number;
}

/** A request that a schema takes, with all its optional parts. */
function sampleOf(schema: JsonSchema): unknown {
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0];
  if (schema.anyOf) return sampleOf(schema.anyOf[0]!);
  if (schema.type === 'object') {
    return Object.fromEntries(Object.entries(schema.properties ?? {}).map(([name, part]) => [name, sampleOf(part)]));
  }
  if (schema.type === 'array') return [sampleOf(schema.items!)];
  if (schema.type === 'string') return 'aaaa';
  return schema.type === 'boolean' ? false : Math.max(1, schema.minimum ?? 1);
}

/** The request once for each free text in it, with that text spoilt. */
function spoilt(request: unknown, spoil: (text: string) => string): unknown[] {
  if (request === 'aaaa') return [spoil(request)];
  if (typeof request !== 'object' || request === null) return [];
  return Object.entries(request).flatMap(([name, part]) =>
    spoilt(part, spoil).map((bad) => (Array.isArray(request) ? [bad] : Object.assign({ ...request }, { [name]: bad }))),
  );
}

const names = Object.keys(requestSchemas) as CallName[];

describe('texts of requests', () => {
  const reached: string[] = [];
  const handlers = Object.fromEntries(names.map((name) => [name, () => reached.push(name)])) as unknown as Handlers;
  const bugs: string[] = [];
  const dispatcher = createDispatcher(handlers, { onBug: (name) => bugs.push(name) });

  it.each(names)('%s takes none with NUL or half a character', async (name) => {
    const sample = sampleOf(z.toJSONSchema(requestSchemas[name], { io: 'input' }) as JsonSchema);
    expect(await dispatcher.call('1', name, sample)).toMatchObject({ ok: true });
    reached.length = 0;
    for (const spoil of ['\0', '\ud800', '\udc00x'].map((bad) => (text: string) => text + bad)) {
      for (const request of spoilt(sample, spoil)) {
        expect(await dispatcher.call('1', name, request)).toMatchObject({ error: { code: 'BAD_REQUEST' } });
      }
    }
    expect([reached, bugs]).toEqual([[], []]);
  });
});

interface Stolen {
  readonly call: (name: CallName, request: unknown) => Promise<Result<unknown>>;
  readonly folder: string;
  readonly root: string;
  readonly questions: Question[];
  /** What was started: one line for each program, with its arguments. */
  readonly started: () => string[];
}

/** What somebody has who holds the token of a browser mode in which one folder is open, and whose person says no to all. */
async function stolenToken(): Promise<Stolen> {
  const folder = realpathSync(temporaryFolder());
  const [root, programs, log] = ['root', 'programs', 'started'].map((name) => join(folder, name)) as [
    string,
    string,
    string,
  ];
  for (const each of [root, programs]) mkdirSync(each);
  writeFileSync(join(root, 'a.py'), 'x = 1\n');
  for (const name of [
    'code',
    'cursor',
    'zed',
    'subl',
    'idea',
    'gvim',
    'x-terminal-emulator',
    'emacsclient',
    'xdg-open',
  ]) {
    writeFileSync(join(programs, name), `#!/bin/sh\necho "$(basename "$0") $*" >>"${log}"\n`);
    chmodSync(join(programs, name), 0o755);
  }
  vi.stubEnv('PATH', `${programs}${delimiter}/usr/bin${delimiter}/bin`);
  const questions: Question[] = [];
  const engine = await createEngine({
    dataFolder: join(folder, 'data'),
    emit: () => undefined,
    host: {
      ...windowCapabilities,
      kind: 'browser',
      openPath: root,
      confirm: async (question) => {
        questions.push(question);
        return false;
      },
    },
  });
  onTestFinished(async () => engine.close());
  const dispatcher: Dispatcher = createDispatcher(engine.handlers, { onBug: () => undefined });
  const started = (): string[] => (existsSync(log) ? readFileSync(log, 'utf8').trim().split('\n') : []);
  return { call: async (name, request) => dispatcher.call('1', name, request), folder, root, questions, started };
}

describe.runIf(process.platform === 'linux')('whoever has the token', () => {
  it('can start no program of his own', async () => {
    const { call, folder, root, questions, started } = await stolenToken();
    const opened = await call('repositories.open', { path: root });
    const { repositoryId } = (opened as unknown as { data: { repositoryId: string } }).data;
    const canary = join(folder, 'canary');
    const commands = [['sh', '-c', `touch ${canary}`], ['touch', canary], [canary], ['env', 'sh', '{path}']];
    for (const editorCommand of commands) {
      const request = { editor: 'custom', editorCommand };
      expect(await call('settings.update', request)).toMatchObject({ error: { code: 'NOT_CONFIRMED' } });
    }
    const oddOnes = [
      { editorCommand: 'sh -c x' },
      { editor: 'sh' },
      { editor: '/bin/sh' },
      { editorCommand: [1] },
      { __proto__: null, editorProgram: 'sh' },
    ];
    for (const request of oddOnes) {
      expect(await call('settings.update', request)).toMatchObject({ error: { code: 'BAD_REQUEST' } });
    }
    expect(await call('settings.get', {})).toMatchObject({ data: { editor: 'vscode', editorCommand: [] } });
    expect(questions.map(({ detail }) => detail.split('\n'))).toEqual(commands);

    const places = [
      'a.py',
      '--help',
      '../a.py',
      `$(touch ${canary})`,
      `a.py;touch ${canary}`,
      `a.py\n${canary}`,
      '/bin/sh',
    ];
    for (const editor of editors) {
      await call('settings.update', { editor });
      for (const path of places) await call('settings.openInEditor', { repositoryId, path, line: 1 });
    }
    expect(existsSync(canary)).toBe(false);
    for (const line of started()) expect(line.replace(root, 'ROOT')).toMatch(/^[a-z-]+ .*ROOT(?:\/a\.py(?::1)?)?$/);
    await expect.poll(() => started().length, { timeout: 30_000 }).toBeGreaterThan(3);
  });

  it('reads no folder that the person did not name', async () => {
    const { call, folder, root, questions } = await stolenToken();
    mkdirSync(join(folder, 'other'));
    const paths = [join(folder, 'other'), folder, '/etc', '/', join(folder, 'data'), `${root}/../other`];
    for (const path of paths) {
      expect(await call('repositories.open', { path, confirmed: true, replace: true })).toMatchObject({
        error: { code: 'NOT_CONFIRMED' },
      });
    }
    expect(questions).toHaveLength(paths.length);
    expect(await call('repositories.list', {})).toMatchObject({ data: [] });
    expect(await call('repositories.open', { path: root })).toMatchObject({ ok: true });
  });
});
