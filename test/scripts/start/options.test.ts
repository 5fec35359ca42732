import { join, resolve } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { parseOptions } from '../../../scripts/start/options.mjs';

const from = resolve('/home/ada');

/** What was parsed, or the exit code and the text that the person reads. */
function parse(args: readonly string[], environment: Record<string, string> = {}): unknown {
  let text = '';
  const capture = (chunk: unknown): boolean => {
    text += String(chunk);
    return true;
  };
  vi.spyOn(process.stderr, 'write').mockImplementation(capture);
  vi.spyOn(process.stdout, 'write').mockImplementation(capture);
  try {
    return parseOptions(args, { INIT_CWD: from, ...environment });
  } catch (error) {
    return [(error as { exitCode?: number }).exitCode, text];
  }
}

afterEach(() => {
  vi.restoreAllMocks();
});

describe('parseOptions', () => {
  it("reads a path and all options in any order, relative to the person's own folder", () => {
    const wanted = {
      root: join(from, 'repo'),
      dataFolder: join(from, 'data'),
      port: 8080,
      browser: true,
      open: false,
      smoke: false,
    };
    expect(parse(['repo', '--data-dir', 'data', '--port', '8080', '--browser', '--no-open'])).toEqual(wanted);
    expect(parse(['--no-open', '--browser', '--port=8080', '--data-dir=data', '--', 'repo'])).toEqual(wanted);
    expect(parse([])).toEqual({ root: null, dataFolder: null, port: 0, browser: false, open: true, smoke: false });
    expect(parse(['--', '--odd'])).toMatchObject({ root: join(from, '--odd') });
  });

  it.each([
    [['--bogus'], "error: unknown option '--bogus'"],
    [['a', 'b'], 'too many arguments'],
    [['--port', 'x'], "argument 'x' is invalid"],
    [['--port', '65536'], 'from 0 to 65535'],
    [['--port=-1'], 'from 0 to 65535'],
    [['--data-dir'], 'argument missing'],
    [['--data-dir', ''], 'It is empty'],
    [[''], 'It is empty'],
  ])('refuses %j with a sentence', (args, sentence) => {
    expect(parse(args)).toEqual([2, expect.stringContaining(sentence)]);
  });

  it('writes its help for --help', () => {
    expect(parse(['--help'])).toEqual([0, expect.stringMatching(/\[path\][^]*--data-dir[^]*--port[^]*--browser/)]);
  });

  it('tells what npm took for an option of its own', () => {
    expect(parse([], { npm_config_browser: 'true' })).toMatchObject({ browser: true });
    expect(parse([], { npm_config_browser: 'firefox' })).toMatchObject({ browser: false });
    expect(parse([], { npm_config_port: '80' })).toEqual([2, expect.stringContaining('npm start -- --port')]);
    expect(parse(['d'], { npm_config_data_dir: 'true' })).toEqual([2, expect.stringContaining('-- --data-dir')]);
  });
});
