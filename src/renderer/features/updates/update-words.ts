import { assertNever } from '../../../shared/assert-never.ts';
import type { UpdateState } from '../../../shared/contract/updates.ts';

/** Where updates stand, in a sentence. */
export function updateWords(state: UpdateState, formatTime: (ms: number) => string): string {
  switch (state.kind) {
    case 'unavailable':
      return state.why;
    case 'off':
      return 'Off: nothing is looked up. On, Whence asks GitHub once a day for its newest version, and downloads it when you say so.';
    case 'checking':
      return 'Looking for a newer version …';
    case 'current':
      return state.checkedAt === null
        ? 'Not looked yet.'
        : `This is the newest version, looked up ${formatTime(state.checkedAt)}.`;
    case 'available':
      return `Version ${state.version} is available.`;
    case 'downloading':
      return `Downloading version ${state.version}: ${Math.floor(state.done * 100)} %`;
    case 'ready':
      return `Version ${state.version} is downloaded. Installing it closes Whence and starts it again.`;
    case 'failed':
      return state.message;
    default:
      return assertNever(state);
  }
}
