import type * as allRooms from './all-rooms.ts';

export type Rooms = typeof allRooms;

/** What a story has: the rooms, right or with a fault, an empty folder, and how it waits. */
export interface Stage {
  readonly rooms: Rooms;
  readonly folder: string;
  /** Resolves once `condition` holds; fails when that takes too long. */
  readonly until: (condition: () => boolean, what: string) => Promise<void>;
}

export type Story = (stage: Stage) => Promise<void>;

/** Waits for conditions: for `limitMs`, which a slow machine does not reach. */
export const waiting =
  (limitMs: number): Stage['until'] =>
  async (condition, what) => {
    const end = performance.now() + limitMs;
    while (!condition()) {
      if (performance.now() > end) throw new Error(`waited in vain until ${what}`);
      await new Promise((resolve) => {
        setTimeout(resolve, 5);
      });
    }
  };
