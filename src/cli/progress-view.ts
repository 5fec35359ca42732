import type { IndexingProgress, PhaseProgress } from '../shared/contract/indexing.ts';
import { errorOutput, redrawn, writeLine } from '../engine/terminal.ts';
import { formatDuration, thousands } from './output.ts';

/** Shows how far indexing has come. */
export interface ProgressView {
  show(progress: IndexingProgress): void;
  end(): void;
}

const barCells = 24;
/** Milliseconds between plain lines: a log should tell, not flood. */
const plainEvery = 2000;

/** Bars that are redrawn in place on a terminal, a line now and then elsewhere. Both go to stderr. */
export function createProgressView(stream: NodeJS.WriteStream = errorOutput): ProgressView {
  return stream.isTTY ? terminalView(stream) : plainView(stream);
}

export const silentView: ProgressView = { show: () => undefined, end: () => undefined };

function terminalView(stream: NodeJS.WriteStream): ProgressView {
  const view = redrawn(stream);
  return {
    show: (progress) =>
      view.draw([
        bar('files  ', progress.reading, 'files/s'),
        bar('meaning', progress.embedding, 'chunks/s'),
        `  ${progress.currentFile ?? progress.embedder ?? ''}`,
      ]),
    end: () => view.clear(),
  };
}

function plainView(stream: NodeJS.WriteStream): ProgressView {
  let last = -Infinity;
  let state = '';
  return {
    show: (progress) => {
      const now = performance.now();
      const { total } = progress.state === 'embedding' ? progress.embedding : progress.reading;
      if (total === 0 || (progress.state === state && now - last < plainEvery)) return;
      last = now;
      state = progress.state;
      if (progress.state === 'reading') writeLine(plain('reading', progress.reading, 'files'), stream);
      if (progress.state === 'embedding') writeLine(plain('embedding', progress.embedding, 'chunks'), stream);
    },
    end: () => undefined,
  };
}

const share = (phase: PhaseProgress): number => (phase.total === 0 ? 0 : Math.min(1, phase.done / phase.total));

function bar(label: string, phase: PhaseProgress, unit: string): string {
  const filled = Math.round(share(phase) * barCells);
  const left = phase.remainingMs === null ? '' : `  ${formatDuration(phase.remainingMs)} left`;
  return `${label} ${'█'.repeat(filled)}${'░'.repeat(barCells - filled)} ${String(Math.floor(share(phase) * 100)).padStart(3)} %  ${thousands(phase.done)} of ${thousands(phase.total)}  ${thousands(Math.round(phase.rate))} ${unit}${left}`;
}

function plain(label: string, phase: PhaseProgress, unit: string): string {
  const rate = phase.rate > 0 ? `, ${thousands(Math.round(phase.rate))} ${unit}/s` : '';
  return `${label}: ${thousands(phase.done)} of ${thousands(phase.total)} ${unit}${rate}`;
}
