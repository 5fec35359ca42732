import { initial } from './0001-initial.ts';
import { blame } from './0002-blame.ts';
import { checksums } from './0003-checksums.ts';
import { borrowedVectors } from './0004-borrowed-vectors.ts';
import { fileIdentity } from './0005-file-identity.ts';
import type { Migration } from './migration.ts';

/** Every step of the schema, in order. To change the schema, add a file and put it at the end. */
export const migrations: readonly Migration[] = [initial, blame, checksums, borrowedVectors, fileIdentity];

/** The schema version that this Whence writes. */
export const currentSchemaVersion: number = migrations.at(-1)?.version ?? 0;
