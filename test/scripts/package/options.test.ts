import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { packageOptions } from '../../../scripts/package/options.mjs';
import { checkout } from '../../helpers/command-line.ts';

const fused = (...given: string[]): boolean => packageOptions(given, {}).fused;

const sourceOf = (environment: Record<string, string>): string[] =>
  packageOptions([], environment).args.filter((arg) => arg.startsWith('--config.publish'));

describe('packageOptions', () => {
  it('sets the fuses of all but packages to try out', () => {
    expect(fused()).toBe(true);
    expect(fused('--linux', 'deb')).toBe(true);
    expect(fused('--dir')).toBe(false);
    expect(fused('--dir', '--fuses')).toBe(true);
    expect(fused('--no-fuses')).toBe(false);
  });

  it('passes on what is not its own, and publishes nothing unasked', () => {
    expect(packageOptions(['--dir', '--fuses', '-c.electronDist=/a'], {}).args).toEqual([
      '--publish',
      'never',
      '--dir',
      '-c.electronDist=/a',
    ]);
    expect(packageOptions(['--publish', 'always'], {}).args).toEqual(['--publish', 'always']);
    expect(packageOptions(['-p=never'], {}).args).toEqual(['-p=never']);
    expect(packageOptions(['--prepackaged', 'x'], {}).args).toContain('never');
  });

  it('names a place of updates only where it is told one', () => {
    expect(sourceOf({})).toEqual([]);
    expect(sourceOf({ WHENCE_REPOSITORY: '', GITHUB_REPOSITORY: 'a/b' })).toEqual([]);
    expect(sourceOf({ GITHUB_REPOSITORY: 'a/b' })).toContain('--config.publish.owner=a');
    expect(sourceOf({ GITHUB_REPOSITORY: 'a/b', WHENCE_REPOSITORY: 'c/d' })).toContain('--config.publish.repo=d');
  });
});

it('a release has every fuse that keeps foreign code out', () => {
  const settings = readFileSync(join(checkout, 'electron-builder.yml'), 'utf8');
  for (const line of [
    'runAsNode: false',
    'enableNodeOptionsEnvironmentVariable: false',
    'enableNodeCliInspectArguments: false',
    'enableEmbeddedAsarIntegrityValidation: true',
    'onlyLoadAppFromAsar: true',
    'grantFileProtocolExtraPrivileges: false',
  ]) {
    expect(settings).toContain(`\n  ${line}\n`);
  }
});
