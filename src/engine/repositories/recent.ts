import { join } from 'node:path';
import { z } from 'zod';
import { readJsonFile, writeFileAtomically } from '../atomic-file.ts';

const recentSchema = z.object({
  repositories: z.array(z.object({ repositoryId: z.string(), root: z.string(), lastOpened: z.number() })),
});

/** A root that was opened before; `lastOpened` in milliseconds since the epoch. */
export type RecentRoot = z.infer<typeof recentSchema>['repositories'][number];

const kept = 50;

/** The list of recent roots: a small file that several processes may change, so every change reads it anew. */
export class RecentRoots {
  readonly #file: string;

  constructor(dataFolder: string) {
    this.#file = join(dataFolder, 'recent.json');
  }

  /** Last opened first. A file that can't be understood counts as empty: it is a convenience, the indexes are untouched. */
  list(): readonly RecentRoot[] {
    const parsed = recentSchema.safeParse(readJsonFile(this.#file));
    return parsed.success ? parsed.data.repositories.toSorted((a, b) => b.lastOpened - a.lastOpened) : [];
  }

  find(repositoryId: string): RecentRoot | undefined {
    return this.list().find((entry) => entry.repositoryId === repositoryId);
  }

  touch(root: { readonly repositoryId: string; readonly path: string }, now = Date.now()): void {
    const others = this.list().filter((entry) => entry.repositoryId !== root.repositoryId);
    this.#write([{ repositoryId: root.repositoryId, root: root.path, lastOpened: now }, ...others].slice(0, kept));
  }

  remove(repositoryId: string): void {
    this.#write(this.list().filter((entry) => entry.repositoryId !== repositoryId));
  }

  #write(repositories: readonly RecentRoot[]): void {
    writeFileAtomically(this.#file, `${JSON.stringify({ repositories }, null, 2)}\n`);
  }
}
