import type { ChunkKind } from '../../../shared/chunk-kind.ts';

/** A piece of a file found without a grammar; it runs to the line before the next one. */
export interface Section {
  /** 1-based. */
  readonly startLine: number;
  readonly kind: ChunkKind;
  readonly name: string | null;
  readonly enclosing: readonly string[];
  /** Whether its name is a definition to search for. */
  readonly listed: boolean;
  /** Not packed with what stands before it. */
  readonly apart?: boolean;
}
