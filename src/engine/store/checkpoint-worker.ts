import SqliteDatabase from 'better-sqlite3';
import { parentPort, workerData } from 'node:worker_threads';

export interface CheckpointWorkerData {
  readonly file: string;
  /** Set to 1 by whoever asks, to 0 here once no connection is open. */
  readonly busy: Int32Array;
}

/** `move` leaves writers alone; `empty` also makes the WAL start again, at length 0, for which it takes the writer's place at its end. */
export type CheckpointRequest = 'move' | 'empty';

export interface CheckpointReply {
  /** Pages in the WAL, moved or not; 0 when it could not be looked at. */
  readonly pages: number;
}

const { file, busy }: CheckpointWorkerData = workerData;

/** Moves what can be moved without waiting for anybody. Readers and the owner go on meanwhile. */
function checkpoint(request: CheckpointRequest): number {
  try {
    const database = new SqliteDatabase(file, { fileMustExist: true, timeout: 0 });
    try {
      const [answer] = database.prepare<[], { log: number }>('PRAGMA wal_checkpoint(PASSIVE)').all();
      if (request === 'empty') database.pragma('wal_checkpoint(TRUNCATE)');
      return answer?.log ?? 0;
    } finally {
      database.close();
    }
  } catch {
    // A full or failing disk: the owner meets it with its next write, and says so.
    return 0;
  }
}

parentPort?.on('message', (request: CheckpointRequest) => {
  const pages = checkpoint(request);
  Atomics.store(busy, 0, 0);
  Atomics.notify(busy, 0);
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a port of a thread has no origin
  parentPort?.postMessage({ pages } satisfies CheckpointReply);
});
