import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, it } from 'vitest';
import { WindowStateFile } from '../../../src/main/window/window-state.ts';
import { createStandIn, type StandIn } from '../../e2e/stand-in/create.ts';
import { temporaryFolder } from '../../helpers/temporary-folder.ts';

const laptop = { id: 1, workArea: { x: 0, y: 25, width: 1440, height: 875 } };
const desk = { id: 2, workArea: { x: 1440, y: 0, width: 2560, height: 1440 } };

let standIn: StandIn;
let folder: string;
const state = (): WindowStateFile => new WindowStateFile(folder, standIn.screen, () => undefined);
const store = (value: unknown): void => writeFileSync(join(folder, 'window.json'), JSON.stringify(value));

beforeEach(async () => {
  folder = temporaryFolder();
  standIn = createStandIn();
  await standIn.app.whenReady();
  standIn.screen.displays = [laptop, desk];
});

it('comes back on the display it was on, else where it was on the one that is left', () => {
  const onDesk = { x: 1600, y: 100, width: 1800, height: 1200, maximized: false };
  const onLaptop = { x: 50, y: 60, width: 1000, height: 700, maximized: true };
  store({ ...onDesk, display: 2, displays: { 1: onLaptop, 2: onDesk } });
  expect(state().read()).toEqual(onDesk);
  standIn.screen.displays = [laptop];
  expect(state().read()).toEqual(onLaptop);
});

it('is never out of reach nor larger than its display', () => {
  store({ x: 5000, y: 100, width: 1800, height: 1200, maximized: false });
  expect(state().read()).toEqual({ width: 1440, height: 875, maximized: false });
  store({ x: 100, y: -400, width: 800, height: 600, maximized: false });
  expect(state().read()).toEqual({ width: 800, height: 600, maximized: false });
  store({ x: 100, y: 50, width: 4000, height: 3000, maximized: true });
  expect(state().read()).toEqual({ x: 100, y: 50, width: 1440, height: 875, maximized: true });
});

it('takes a file that says nothing as none', () => {
  for (const value of [null, [], { width: 'wide' }, { width: 1, height: 1, maximized: false }]) {
    store(value);
    expect(state().read()).toEqual({ width: 1280, height: 800, maximized: false });
  }
});
