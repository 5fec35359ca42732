import { parentPort, workerData } from 'node:worker_threads';
import { serveJobs } from './worker-host.ts';

if (parentPort) serveJobs(parentPort, workerData);
