import { serveEmbedder } from './embedder-transport.ts';

serveEmbedder();
