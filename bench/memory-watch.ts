import { readFileSync } from 'node:fs';

/** Peak resident memory of this process and of others by id, in MB. Exact on Linux (VmHWM); elsewhere this process's samples. */
export class MemoryWatch {
  readonly #peaks = new Map<string, number>();
  readonly #processes = new Map<string, () => number | null>([['main', () => process.pid]]);
  readonly #timer = setInterval(() => this.#sample(), 50).unref();

  watch(name: string, pid: () => number | null): void {
    this.#processes.set(name, pid);
  }

  peaks(): Record<string, number> {
    this.#sample();
    const peaks = Object.fromEntries([...this.#peaks].map(([name, bytes]) => [name, Math.round(bytes / 1e6)]));
    return { ...peaks, sum: Object.values(peaks).reduce((sum, mb) => sum + mb, 0) };
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #sample(): void {
    for (const [name, pid] of this.#processes) {
      const id = pid();
      const bytes = id === null ? 0 : residentBytes(id);
      this.#peaks.set(name, Math.max(this.#peaks.get(name) ?? 0, bytes));
    }
  }
}

function residentBytes(pid: number): number {
  try {
    const status = readFileSync(`/proc/${pid}/status`, 'utf8');
    return Number(/VmHWM:\s+(\d+) kB/u.exec(status)?.[1] ?? 0) * 1024;
  } catch {
    return pid === process.pid ? process.memoryUsage.rss() : 0;
  }
}

/** Clock ticks per second of /proc: 100 on every Linux that Node runs on. */
const ticksPerSecond = 100;

/** Processor time that a process has taken, in ms; 0 where /proc is missing. */
export function processorMs(pid: number | null): number {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return ((Number(fields[11]) + Number(fields[12])) * 1000) / ticksPerSecond;
  } catch {
    return 0;
  }
}
