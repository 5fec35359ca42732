import { accessSync, constants, existsSync, readdirSync, statfsSync, statSync } from 'node:fs';
import { arch, availableParallelism, freemem, platform, release, totalmem } from 'node:os';
import { dirname, join } from 'node:path';
import { type ErrorShape, toErrorShape, WhenceError } from '../../shared/errors.ts';
import { appVersion } from '../app-version.ts';
import { findResources } from '../resources.ts';
import type { ModelSource } from '../models/index.ts';
import type { DoctorReport, Found } from './report.ts';

/** Free bytes below which an index of some size does not get done. */
const littleSpace = 500_000_000;

export function describeSystem(): DoctorReport['system'] {
  return {
    platform: platform(),
    release: release(),
    arch: arch(),
    cpus: availableParallelism(),
    memoryBytes: totalmem(),
    freeMemoryBytes: freemem(),
  };
}

/** Versions of Whence and of what it stands on. What can't be loaded is a problem, and its version is null. */
export async function describeVersions(): Promise<Found<DoctorReport['versions']>> {
  const problems: ErrorShape[] = [];
  const store = await tried(problems, storeFailure, async () => (await import('../store/versions.ts')).storeVersions());
  const onnxruntime = await tried(problems, toErrorShape, async () => {
    const { loadRuntime } = await import('../models/onnx-runtime.ts');
    const { versions } = (await loadRuntime()).env;
    return versions.node ?? versions.common;
  });
  return {
    value: {
      whence: appVersion,
      node: process.versions.node,
      electron: process.versions['electron'] ?? null,
      sqlite: store?.sqlite ?? null,
      sqliteVec: store?.sqliteVec ?? null,
      onnxruntime,
    },
    problems,
  };
}

const storeFailure = (thrown: unknown): ErrorShape => ({
  code: 'INTERNAL',
  message: `SQLite or its vector extension can't be loaded (${toErrorShape(thrown).message}): install Whence again.`,
});

/** The model in use: opened once, which checks its files against their checksums and what computes it. */
export async function describeModel(): Promise<Found<Pick<DoctorReport, 'model' | 'accelerator'>>> {
  const problems: ErrorShape[] = [];
  const { findModel, identifyModel } = await import('../models/index.ts');
  const source = await tried(problems, toErrorShape, () => {
    const found = findModel(findResources().models);
    if (found !== null) return found;
    throw new WhenceError('MODEL_MISSING', 'There is no model, so search is by keyword only: install Whence again.');
  });
  const identity = source && (await tried(problems, toErrorShape, async () => identifyModel(source)));
  if (identity === null) return { value: { model: null, accelerator: null }, problems };
  const accelerator = source && (await tried(problems, toErrorShape, async () => deviceOf(source)));
  const checksumsMatch = !problems.some(({ code }) => code === 'MODEL_CHECKSUM' || code === 'MODEL_MISSING');
  const { id, revision } = identity;
  return { value: { model: { id, revision, checksumsMatch }, accelerator }, problems };
}

async function deviceOf(source: ModelSource): Promise<string> {
  const { openModel } = await import('../models/index.ts');
  const model = await openModel(source, { threads: 0, accelerate: true });
  try {
    return model.device;
  } finally {
    await model.close();
  }
}

/** The data folder as it is; nothing is made. */
export function describeData(folder: string): Found<DoctorReport['data']> {
  const exists = existsSync(folder);
  const place = nearestFolder(folder);
  const writable =
    isWritable(place) && (!exists || !existsSync(join(folder, 'indexes')) || isWritable(join(folder, 'indexes')));
  const freeBytes = freeBytesOf(place);
  const problems: ErrorShape[] = [];
  if (!writable) {
    const message = `The data folder ${folder} can't be written: make it writable, or choose another with --data-dir or WHENCE_DATA.`;
    problems.push({ code: 'DATA_FOLDER_NOT_WRITABLE', message });
  }
  if (freeBytes !== null && freeBytes < littleSpace) {
    const message = `Only ${Math.round(freeBytes / 1_000_000)} MB are free where the data folder lies: free some space.`;
    problems.push({ code: 'DISK_FULL', message });
  }
  return { value: { folder, exists, writable, freeBytes, ...indexesOf(folder) }, problems };
}

function indexesOf(folder: string): { indexes: number; indexBytes: number } {
  try {
    const indexes = readdirSync(join(folder, 'indexes'), { withFileTypes: true }).filter((entry) =>
      entry.isDirectory(),
    );
    const files = indexes.flatMap(({ name }) => {
      const inside = join(folder, 'indexes', name);
      return readdirSync(inside).map((file) => join(inside, file));
    });
    const indexBytes = files.reduce((sum, file) => sum + (statSync(file, { throwIfNoEntry: false })?.size ?? 0), 0);
    return { indexes: indexes.length, indexBytes };
  } catch {
    return { indexes: 0, indexBytes: 0 };
  }
}

const nearestFolder = (folder: string): string =>
  existsSync(folder) || dirname(folder) === folder ? folder : nearestFolder(dirname(folder));

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK | constants.X_OK);
    return statSync(folder).isDirectory();
  } catch {
    return false;
  }
}

function freeBytesOf(folder: string): number | null {
  try {
    const { bavail, bsize } = statfsSync(folder);
    return bavail * bsize;
  } catch {
    return null;
  }
}

/** What `work` gives; null where it fails, which is a problem then. */
export async function tried<T>(
  problems: ErrorShape[],
  describe: (thrown: unknown) => ErrorShape,
  work: () => T | Promise<T>,
): Promise<T | null> {
  try {
    return await work();
  } catch (thrown) {
    problems.push(describe(thrown));
    return null;
  }
}
