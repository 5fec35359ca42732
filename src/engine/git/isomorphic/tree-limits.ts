/** git's own limit (core.maxTreeDepth); trees that are not what their ids say can even hold themselves. */
export const treeDepthAtMost = 2048;
/** Ten folders that each hold one folder ten times are billions of files: more entries than any repository has are not looked at. */
export const entriesAtMost = 300_000;
