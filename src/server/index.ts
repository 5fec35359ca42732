import { errorOutput, writeLine } from '../engine/terminal.ts';
import { parseServeOptions, serve } from './serve.ts';

try {
  const ended = await serve(parseServeOptions(process.argv.slice(2)));
  process.exit(ended === 'failed' ? 1 : 0);
} catch (error) {
  writeLine(`whence: ${error instanceof Error ? error.message : String(error)}`, errorOutput);
  process.exit(1);
}
