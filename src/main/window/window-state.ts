import { join } from 'node:path';
import type { BrowserWindow, Rectangle, Screen } from 'electron';
import { z } from 'zod';
import { readJsonFile, writeFileAtomically } from '../../engine/atomic-file.ts';

const stateSchema = z.object({
  x: z.number().optional(),
  y: z.number().optional(),
  width: z.number().min(400),
  height: z.number().min(300),
  maximized: z.boolean(),
});
interface WindowState {
  readonly x?: number;
  readonly y?: number;
  readonly width: number;
  readonly height: number;
  readonly maximized: boolean;
}

const initial: WindowState = { width: 1280, height: 800, maximized: false };

/** Where the window was last time, in a small file of the data folder. */
export class WindowStateFile {
  readonly #file: string;

  readonly #screen: Pick<Screen, 'getAllDisplays'>;

  constructor(dataFolder: string, screen: Pick<Screen, 'getAllDisplays'>) {
    this.#screen = screen;
    this.#file = join(dataFolder, 'window.json');
  }

  /** A place that is on no screen any more is forgotten, its size kept. */
  read(): WindowState {
    const parsed = stateSchema.safeParse(readJsonFile(this.#file));
    if (!parsed.success) return initial;
    const { x, y, ...rest } = parsed.data;
    return x !== undefined && y !== undefined && this.#isVisible({ x, y, width: rest.width, height: rest.height })
      ? { x, y, ...rest }
      : rest;
  }

  /** Keeps the file up to date with a window: written when it closes. */
  follow(window: BrowserWindow): void {
    window.on('close', () => {
      const { x, y, width, height } = window.getNormalBounds();
      writeFileAtomically(this.#file, `${JSON.stringify({ x, y, width, height, maximized: window.isMaximized() })}\n`);
    });
  }

  #isVisible(place: Rectangle): boolean {
    return this.#screen.getAllDisplays().some(({ workArea }) => {
      const width = Math.min(place.x + place.width, workArea.x + workArea.width) - Math.max(place.x, workArea.x);
      const height = Math.min(place.y + place.height, workArea.y + workArea.height) - Math.max(place.y, workArea.y);
      return width > 100 && height > 100;
    });
  }
}
