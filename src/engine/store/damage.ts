import { assertNever } from '../../shared/assert-never.ts';
import type { CheckKind } from '../../shared/contract/indexing.ts';

/** What mends a damage; `rebuild` means that the index has to be made anew from the files. */
export type Remedy =
  | { readonly kind: 'reindex' }
  | { readonly kind: 'drop-orphans'; readonly table: string; readonly rowids: readonly number[] }
  | { readonly kind: 'rebuild-keywords' }
  | { readonly kind: 'fill-keywords' }
  | { readonly kind: 'rebuild-vectors' }
  | { readonly kind: 'embed-again'; readonly chunkIds: readonly number[]; readonly strayVectors: readonly number[] }
  | { readonly kind: 'read-again'; readonly fileIds: readonly number[] }
  | { readonly kind: 'recount' }
  | { readonly kind: 'unlink-batches' }
  | { readonly kind: 'rebuild' };

/** Something wrong with an index. */
export interface Damage {
  readonly check: CheckKind;
  /** In words. */
  readonly problem: string;
  readonly remedy: Remedy;
}

/** What a remedy does, in words for a person. */
export function actionOf(remedy: Remedy): string {
  switch (remedy.kind) {
    case 'reindex':
      return 'rebuild the lookup tables and read all files again';
    case 'drop-orphans':
      return `drop ${remedy.rowids.length} stray rows`;
    case 'rebuild-keywords':
      return 'rebuild the keyword index from the chunks';
    case 'fill-keywords':
      return 'bring the keyword index in line with the chunks';
    case 'rebuild-vectors':
      return 'embed all chunks again';
    case 'embed-again':
      return `embed ${remedy.chunkIds.length.toLocaleString('en')} chunks again`;
    case 'read-again':
      return `read ${remedy.fileIds.length.toLocaleString('en')} files again`;
    case 'recount':
      return 'count again and finish what is left';
    case 'unlink-batches':
      return 'forget the broken links to batches';
    case 'rebuild':
      return 'set the index aside and build a new one from the files';
    default:
      return assertNever(remedy);
  }
}
