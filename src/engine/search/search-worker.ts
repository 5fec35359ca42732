import { parentPort, workerData } from 'node:worker_threads';
import { runSearchWorker } from './run-search-worker.ts';

if (parentPort) runSearchWorker(parentPort, workerData);
