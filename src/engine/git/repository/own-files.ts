import { readlinkSync } from 'node:fs';
import { readSmallText } from '../../files/small-file.ts';

/**
 * Text of a file inside of git's own folder; null without one, and for anything but a regular file of at most `mostBytes`. Links
 * are followed here as git does: no clone brings one, and git-new-workdir and repo make folders of nothing but links.
 */
export const gitOwnText = (file: string, mostBytes: number): string | null =>
  readSmallText(file, { links: 'follow', mostBytes });

/** Where a link leads, as it is written; null for anything else. */
export function readSymbolicLink(file: string): string | null {
  try {
    return readlinkSync(file);
  } catch {
    return null;
  }
}
