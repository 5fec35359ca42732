import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, describe, expect, it } from 'vitest';
import { loadVerifiedModel } from '../../../../src/engine/models/folder/model-manifest.ts';
import { WhenceError } from '../../../../src/shared/errors.ts';
import { temporaryFolder } from '../../../helpers/temporary-folder.ts';
import { writeTinyModel } from '../../../helpers/tiny-model.ts';

let folder = '';
beforeEach(() => {
  folder = join(temporaryFolder('model'), 'tiny');
  writeTinyModel(folder);
});

const failure = (): WhenceError => {
  try {
    loadVerifiedModel(folder);
  } catch (thrown) {
    if (thrown instanceof WhenceError) return thrown;
    throw thrown;
  }
  throw new Error('the model was accepted');
};

/** Flips the lowest bit of one byte in the middle of a file. */
function damage(name: string): void {
  const file = join(folder, name);
  const bytes = readFileSync(file);
  const middle = bytes.length >> 1;
  bytes[middle] = (bytes[middle] ?? 0) ^ 1;
  writeFileSync(file, bytes);
}

function changeManifest(change: Record<string, unknown>): void {
  const file = join(folder, 'manifest.json');
  writeFileSync(file, JSON.stringify({ ...JSON.parse(readFileSync(file, 'utf8')), ...change }));
}

describe('loadVerifiedModel', () => {
  it('accepts a folder whose bytes are those that its manifest names', () => {
    expect(loadVerifiedModel(folder).manifest).toMatchObject({ id: 'tiny', dimensions: 16, bagOfTokens: true });
  });

  it.each(['model.onnx', 'tokenizer.json'])('refuses one wrong bit in %s and says what to do', (name) => {
    damage(name);
    const error = failure();
    expect(error).toMatchObject({ code: 'MODEL_CHECKSUM', data: { file: name } });
    expect(error.message).toContain('Install Whence again');
  });

  it.each(['manifest.json', 'model.onnx', 'tokenizer.json'])('tells a missing %s from a damaged one', (name) => {
    rmSync(join(folder, name));
    expect(failure()).toMatchObject({ code: 'MODEL_MISSING', data: { file: name } });
  });

  it.each([
    ['text that is no JSON', () => writeFileSync(join(folder, 'manifest.json'), '{ nonsense')],
    ['a later format', () => changeManifest({ format: 2 })],
    ['no dimensions', () => changeManifest({ dimensions: 0 })],
    ['a revision that is no checksum', () => changeManifest({ revision: 'main' })],
    ['a word pattern that is no regular expression', () => changeManifest({ wordPattern: '(' })],
    ['a model for another text template', () => changeManifest({ templateVersion: 99 })],
    ['an unknown pooling', () => changeManifest({ pooling: 'max' })],
  ])('refuses %s as invalid', (_, spoil) => {
    spoil();
    expect(failure()).toMatchObject({ code: 'MODEL_INVALID' });
  });
});
