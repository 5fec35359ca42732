import { runSearchWorker } from './run-search-worker.ts';

runSearchWorker();
