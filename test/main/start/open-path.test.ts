import { join, resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { findOpenPath } from '../../../src/main/start/open-path.ts';

const checkout = resolve('/home/ada/whence');
const working = resolve('/home/ada/whence');
const repo = resolve('/home/ada/repo');

const fromCheckout = (...args: string[]): string | null =>
  findOpenPath(['/opt/electron', ...args], { appPath: checkout, isPackaged: false, workingFolder: working });
const fromPackage = (...args: string[]): string | null =>
  findOpenPath(['/opt/whence', ...args], {
    appPath: '/opt/resources/app.asar',
    isPackaged: true,
    workingFolder: working,
  });

describe('findOpenPath', () => {
  it('opens what stands after the app, whatever switches surround it', () => {
    expect([
      fromCheckout(checkout, repo),
      fromCheckout('.', '../repo'),
      fromCheckout('--ozone-platform=x11', '.', repo),
      fromCheckout('--no-sandbox', '--inspect=0', '--remote-debugging-port=0', checkout, repo),
      fromCheckout('.', '--enable-logging', repo),
      fromCheckout('-r', './loader.js', '.', repo),
      fromCheckout('package.json', repo),
      fromCheckout('elsewhere/app.asar', repo),
      fromPackage(repo),
      fromPackage('--ozone-platform=wayland', repo),
    ]).toEqual(Array<string>(10).fill(repo));
  });

  it('opens nothing where only the app is named', () => {
    expect([
      fromCheckout(checkout),
      fromCheckout('--no-sandbox', '.'),
      fromCheckout('.', '--'),
      fromCheckout('.', '--open='),
      fromPackage(),
      fromPackage('--no-sandbox', '-psn_0_1234'),
      fromPackage('whence://open?path=%2Fhome%2Fada%2Frepo'),
    ]).toEqual(Array<null>(7).fill(null));
  });

  it('can open the app itself, a folder in it, and names that look like switches', () => {
    expect(fromCheckout('.', '.')).toBe(checkout);
    expect(fromCheckout('.', 'src')).toBe(join(checkout, 'src'));
    expect(fromCheckout('.', '--', '-odd')).toBe(join(checkout, '-odd'));
    expect(fromPackage('--', '--open=odd')).toBe(join(checkout, '--open=odd'));
  });

  it('takes --open before any word, and file URLs as paths', () => {
    expect(fromCheckout('.', 'other', `--open=${repo}`)).toBe(repo);
    expect(fromCheckout(`--open=../repo`, checkout)).toBe(repo);
    expect(fromPackage(pathToFileURL(join(repo, 'a b')).href)).toBe(join(repo, 'a b'));
  });
});
