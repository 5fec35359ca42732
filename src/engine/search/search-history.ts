import { join } from 'node:path';
import { z } from 'zod';
import { readJsonFile, writeFileAtomically } from '../atomic-file.ts';

const fileSchema = z.object({
  repositories: z.array(z.object({ repositoryId: z.string(), searches: z.array(z.string()) })),
});

/** Searches kept of one root, and roots of which some are kept. */
const keptSearches = 50;
const keptRoots = 50;

/**
 * What was searched for in each root, oldest first: in `searches.json` of the data folder, since what a browser keeps for an address
 * of this machine is open to whatever program listens there next. It is a convenience: a file that can't be understood counts as empty.
 */
export class SearchHistory {
  readonly #file: string;

  constructor(dataFolder: string) {
    this.#file = join(dataFolder, 'searches.json');
  }

  of(repositoryId: string): readonly string[] {
    return this.#read().find((entry) => entry.repositoryId === repositoryId)?.searches ?? [];
  }

  /** Keeps a search; one that was there already becomes the newest. Answers all of the root. */
  add(repositoryId: string, text: string): readonly string[] {
    const searches = [...this.of(repositoryId).filter((each) => each !== text), text].slice(-keptSearches);
    this.#write([{ repositoryId, searches }, ...this.#others(repositoryId)].slice(0, keptRoots));
    return searches;
  }

  forget(repositoryId: string): void {
    if (this.of(repositoryId).length > 0) this.#write(this.#others(repositoryId));
  }

  #others(repositoryId: string): z.infer<typeof fileSchema>['repositories'] {
    return this.#read().filter((entry) => entry.repositoryId !== repositoryId);
  }

  #read(): z.infer<typeof fileSchema>['repositories'] {
    const parsed = fileSchema.safeParse(readJsonFile(this.#file));
    return parsed.success ? parsed.data.repositories : [];
  }

  #write(repositories: z.infer<typeof fileSchema>['repositories']): void {
    writeFileAtomically(this.#file, `${JSON.stringify({ repositories })}\n`);
  }
}
