import { expect, it } from 'vitest';
import { actionIds, actionOf, actions, keyName, type KeyPress, worksInText } from '../../../src/renderer/frame/keys.ts';

const press = (key: string, part: Partial<KeyPress> = {}): KeyPress => ({
  key,
  ctrlKey: false,
  metaKey: false,
  altKey: false,
  shiftKey: false,
  ...part,
});

it('gives every key to one action only', () => {
  const keys: readonly string[] = actionIds.flatMap((id): readonly string[] => actions[id].keys);
  expect(new Set(keys).size).toBe(keys.length);
});

it('finds actions whatever the platform calls the modifier, and with shift where the character needs it', () => {
  expect(actionOf(press('k', { ctrlKey: true }))).toBe('box.focus');
  expect(actionOf(press('k', { metaKey: true }))).toBe('box.focus');
  expect(actionOf(press('k'))).toBe('results.previous');
  expect(actionOf(press('?', { shiftKey: true }))).toBe('keys.show');
  expect(actionOf(press('Enter', { altKey: true }))).toBe('editor.open');
  expect(keyName(press('M', { ctrlKey: true, shiftKey: true }))).toBe('mod+shift+m');
  expect(actionOf(press('x'))).toBeNull();
});

it('leaves letters to the box while text is typed', () => {
  expect(worksInText(press('j'))).toBe(false);
  expect(worksInText(press('ArrowDown'))).toBe(true);
  expect(worksInText(press('o', { ctrlKey: true }))).toBe(true);
});
