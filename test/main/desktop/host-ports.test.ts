import type { MessageBoxOptions } from 'electron';
import { expect, it } from 'vitest';
import type { ElectronParts } from '../../../src/main/electron-parts.ts';
import { electronPorts, type PortOptions } from '../../../src/main/desktop/host-ports.ts';

const question = { title: 'Open a folder', message: 'Open /tmp/a?', detail: 'For the first time.', accept: 'Open' };

it.each([
  [0, true],
  [1, false],
])('asks in a dialog of the system, whose button %i means %s', async (response, answer) => {
  const asked: MessageBoxOptions[] = [];
  const dialog = {
    showMessageBox: async (options: MessageBoxOptions) => {
      asked.push(options);
      return { response, checkboxChecked: false };
    },
  };
  const electron = { dialog } as unknown as ElectronParts;
  const { confirm } = electronPorts(electron, { window: () => null, openPath: null } as unknown as PortOptions);
  expect(await confirm?.(question)).toBe(answer);
  // Enter and Esc are a no: a question that comes up while somebody types is not to be answered by that.
  expect(asked).toMatchObject([{ message: question.message, buttons: ['Open', 'Cancel'], defaultId: 1, cancelId: 1 }]);
});
