import { parseServeOptions, serve } from './serve.ts';

try {
  await serve(parseServeOptions(process.argv.slice(2)));
  process.exit(0);
} catch (error) {
  process.stderr.write(`whence: ${error instanceof Error ? error.message : String(error)}\n`);
  process.exit(1);
}
