import { expect, it } from 'vitest';
import { parseCommand, printCommand } from '../../../../src/renderer/features/settings/editor-command.ts';

it('reads a typed editor command into a list and back', () => {
  const command = ['/opt/my editor/bin/edit', '+{line}', '{path}'];
  expect(parseCommand(printCommand(command))).toEqual(command);
  expect(parseCommand('  edit   {path} ')).toEqual(['edit', '{path}']);
});
