/**
 * An embedder process that does what the texts say, for tests of its host: the real one, but for texts that hold one of the
 * words below, and late by FAULT_DELAY_MS; FAULT_ALWAYS is such a word for every batch. `once=PATH` makes a fault happen only while PATH does not exist, and creates it.
 */
import { existsSync, writeFileSync } from 'node:fs';
import { type EmbedderReply, isRequest } from '../../src/engine/embedding/embedder-messages.ts';
import { EmbedderService } from '../../src/engine/embedding/embedder-service.ts';

/** Rows that become not-a-number, by batch. */
const spoiled = new Map<number, number[]>();

function send(reply: EmbedderReply): void {
  const rows = reply.type === 'embedded' ? (spoiled.get(reply.id) ?? []) : [];
  process.send?.(reply.type === 'embedded' && rows.length > 0 ? { ...reply, bad: rows } : reply);
}

const service = new EmbedderService({ send, exit: () => process.exit(0) });

function hang(): never {
  for (;;) Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 10_000);
}

function exhaustMemory(): never {
  const kept: number[][] = [];
  for (;;) kept.push(Array.from({ length: 100_000 }, (_, i) => i + kept.length));
}

const faults: Readonly<Record<string, (id: number) => void>> = {
  'FAULT-KILLED': () => process.kill(process.pid, 'SIGKILL'),
  'FAULT-EXIT': () => {
    process.stderr.write('something broke\n', () => process.exit(7));
  },
  'FAULT-HANG': hang,
  'FAULT-MEMORY': exhaustMemory,
  'FAULT-SHAPE': (id) => send({ type: 'embedded', id, vectors: new Float32Array(3), bad: [], tookMs: 1 }),
  'FAULT-DEAF': () => undefined,
};

function faultIn(texts: readonly string[]): string | null {
  const all = [...texts, process.env['FAULT_ALWAYS'] ?? ''].join('\n');
  const found = Object.keys(faults).find((word) => all.includes(word));
  if (found === undefined) return null;
  const marker = /once=(\S+)/u.exec(all)?.[1];
  if (marker === undefined) return found;
  if (existsSync(marker)) return null;
  writeFileSync(marker, '');
  return found;
}

process.on('message', (message) => {
  if (!isRequest(message)) return;
  if (message.type === 'stop' && process.env['FAULT_DEAF_TO_STOP']) return;
  if (message.type === 'load' && process.env['FAULT_SLOW_START']) return;
  if (message.type === 'embed') {
    spoiled.set(
      message.id,
      message.texts.flatMap((text, row) => (text.includes('FAULT-NAN') ? [row] : [])),
    );
  }
  const fault = message.type === 'embed' ? faultIn(message.texts) : null;
  const delay = Number(process.env['FAULT_DELAY_MS'] ?? 0);
  if (fault === null || message.type !== 'embed') setTimeout(() => service.handle(message), delay);
  else faults[fault]?.(message.id);
});
process.on('disconnect', () => process.exit(0));
