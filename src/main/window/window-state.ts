import { join } from 'node:path';
import type { BrowserWindow, Display, Rectangle, Screen } from 'electron';
import { z } from 'zod';
import { readJsonFile, writeFileAtomically } from '../../engine/atomic-file.ts';
import { toErrorShape } from '../../shared/errors.ts';

const placeSchema = z.object({
  x: z.number().optional(),
  y: z.number().optional(),
  width: z.number().min(400),
  height: z.number().min(300),
  maximized: z.boolean(),
});
type Place = z.infer<typeof placeSchema>;

const fileSchema = placeSchema.extend({
  /** Id of the display that the window was on last, and where it was on each. */
  display: z.number().optional(),
  displays: z.record(z.string(), placeSchema).optional(),
});

/** Where a window opens; without `x` and `y` the system chooses. */
export interface WindowState {
  readonly x?: number;
  readonly y?: number;
  readonly width: number;
  readonly height: number;
  readonly maximized: boolean;
}

const initial = { width: 1280, height: 800 };
/** Displays that are remembered: a desk or two, a projector. */
const mostDisplays = 20;
/** Pixels of the window that must be on the display, each way, for its title bar to be in reach. */
const inReach = 100;

type Screens = Pick<Screen, 'getAllDisplays' | 'getDisplayMatching'>;
type Placed = Pick<BrowserWindow, 'on' | 'getNormalBounds' | 'isMaximized' | 'isDestroyed'>;

/** Where the window was last time, on each display, in a small file of the data folder. */
export class WindowStateFile {
  readonly #file: string;
  readonly #screen: Screens;
  readonly #log: (text: string) => void;

  constructor(dataFolder: string, screen: Screens, log: (text: string) => void) {
    this.#file = join(dataFolder, 'window.json');
    this.#screen = screen;
    this.#log = log;
  }

  /** On the display of last time; when that is not connected, where it was on one that is; else of the usual size, anywhere. */
  read(): WindowState {
    const stored = this.#stored();
    if (stored === null) return { ...fitting(initial, this.#screen.getAllDisplays()[0]), maximized: false };
    const { display, displays = {}, ...last } = stored;
    const connected = this.#screen.getAllDisplays();
    const known = [
      ...(display === undefined || connected.some(({ id }) => id === display) ? [last] : []),
      ...connected.map(({ id }) => displays[id]),
    ];
    const place = known.find((each) => each !== undefined && connected.some((one) => isOn(each, one))) ?? last;
    const on = connected.find((each) => isOn(place, each));
    const { width, height, maximized } = place;
    if (!on || place.x === undefined || place.y === undefined)
      return { ...fitting({ width, height }, connected[0]), maximized };
    return { x: place.x, y: place.y, ...fitting({ width, height }, on), maximized };
  }

  /** Keeps the file up to date with a window: written when it closes. */
  follow(window: BrowserWindow): void {
    window.on('close', () => this.keep(window));
  }

  /** Writes where a window is. A place that can't be kept is no reason to fail anything. */
  keep(window: Placed): void {
    try {
      if (window.isDestroyed()) return;
      const bounds = window.getNormalBounds();
      const { x, y, width, height } = bounds;
      const place: Place = { x, y, width, height, maximized: window.isMaximized() };
      if (!placeSchema.safeParse(place).success) return;
      const { id } = this.#screen.getDisplayMatching(bounds);
      const { [id]: _, ...others } = this.#stored()?.displays ?? {};
      const displays = Object.fromEntries([...Object.entries(others), [id, place]].slice(-mostDisplays));
      writeFileAtomically(this.#file, `${JSON.stringify({ ...place, display: id, displays })}\n`);
    } catch (error) {
      this.#log(`the window's place was not kept: ${toErrorShape(error).message}`);
    }
  }

  #stored(): z.infer<typeof fileSchema> | null {
    try {
      const parsed = fileSchema.safeParse(readJsonFile(this.#file));
      return parsed.success ? parsed.data : null;
    } catch (error) {
      this.#log(`the window's place was not read: ${toErrorShape(error).message}`);
      return null;
    }
  }
}

function isOn({ x, y, width, height }: Place, { workArea }: Display): boolean {
  if (x === undefined || y === undefined) return false;
  const shownWidth = Math.min(x + width, workArea.x + workArea.width) - Math.max(x, workArea.x);
  const shownHeight = Math.min(y + height, workArea.y + workArea.height) - Math.max(y, workArea.y);
  // Above its upper edge a title bar can't be taken hold of.
  return shownWidth > inReach && shownHeight > inReach && y >= workArea.y - inReach / 2;
}

/** No larger than the display. */
function fitting(
  size: Pick<Rectangle, 'width' | 'height'>,
  display: Display | undefined,
): Pick<Rectangle, 'width' | 'height'> {
  if (!display) return size;
  return {
    width: Math.min(size.width, display.workArea.width),
    height: Math.min(size.height, display.workArea.height),
  };
}
