import { indexFileOf } from '../../data-folder.ts';
import type { EngineContext } from '../../engine-context.ts';
import { Throttle } from '../../indexing/index.ts';
import type { MigrationProgress } from '../../store/index.ts';
import { IndexAccess } from '../index-access.ts';
import type { Root } from '../root.ts';

/** Milliseconds between two announcements of how far a migration is. */
const migratingEveryMs = 100;

export interface OpenIndexOptions {
  readonly root: Root;
  readonly context: EngineContext;
  /** Keep an index aside that can't be opened, and begin a new one. */
  readonly replace: boolean;
  /** The writer's place became free and was taken. */
  readonly onWriter: () => void;
}

/** Opens a root's index and announces how far its migration is. Throws what `IndexAccess.open` throws. */
export async function openIndex({ root, context, replace, onWriter }: OpenIndexOptions): Promise<IndexAccess> {
  let migration: MigrationProgress | null = null;
  const migrating = new Throttle(() => {
    if (migration !== null) context.emit('repositories.migrating', { root: root.path, ...migration });
  }, migratingEveryMs);
  return IndexAccess.open({
    indexFile: indexFileOf(context.dataFolder, root.repositoryId),
    root: root.path,
    appVersion: context.appVersion,
    writes: context.writes,
    replace,
    onMigration: (progress) => {
      migration = progress;
      migrating.request();
    },
    onWriter,
  });
}
