import type { EngineContext } from '../../engine-context.ts';
import { createSearchService, type SearchService } from '../../search/index.ts';
import type { IndexAccess } from '../index-access.ts';
import type { Root } from '../root.ts';
import { Renewable } from './renewable.ts';

/** Searching one root, in a thread that starts when it is first asked. */
export class SearchOfRoot {
  readonly #index: IndexAccess;
  readonly #service: Renewable<SearchService>;

  constructor(parts: { root: Root; indexFile: string; index: IndexAccess; context: EngineContext }) {
    const { root, indexFile, index, context } = parts;
    this.#index = index;
    this.#service = new Renewable(
      () => createSearchService({ indexFile, model: context.model, root: root.path }),
      async (service) => service.dispose(),
    );
  }

  /** Throws INDEX_MISSING while there is no index. */
  get service(): SearchService {
    this.#index.requireReader();
    return this.#service.get();
  }

  async close(): Promise<void> {
    await this.#service.end();
  }
}
