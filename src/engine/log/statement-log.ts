import { dataFolderOfIndex } from '../data-folder.ts';
import { openLogFile } from './log-file.ts';
import { SlowNotes } from './slow.ts';

const notesOf = new Map<string, SlowNotes>();

/**
 * Writes down the slow statements of an index, by name, in the log of the data folder that it lies in: so it is the same in the host and
 * in its threads. An index that lies elsewhere (in a test) has no log.
 */
export function statementLog(indexFile: string): { slowStatement(name: string, tookMs: number): void } {
  const folder = dataFolderOfIndex(indexFile);
  return {
    slowStatement: (name, tookMs) => {
      if (folder === null) return;
      let notes = notesOf.get(folder);
      if (!notes) {
        const log = openLogFile(folder);
        notes = new SlowNotes((statement, noted) => log('warn', 'statement.slow', { statement, ...noted }));
        notesOf.set(folder, notes);
      }
      notes.note(name, tookMs);
    },
  };
}
