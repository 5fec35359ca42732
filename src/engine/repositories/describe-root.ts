import { type GitDescription, describeGit } from '../git/index.ts';

/** The git side of a root, by reading a few files; of a root that is gone or can't be read, that there is none. */
export async function describeRoot(root: string): Promise<Pick<GitDescription, 'state' | 'branch'>> {
  try {
    return await describeGit(root);
  } catch {
    return { state: 'none', branch: null };
  }
}
