import { parentPort, workerData } from 'node:worker_threads';
import { serveChunkWorker } from './serve-chunk-worker.ts';

serveChunkWorker(parentPort, workerData);
