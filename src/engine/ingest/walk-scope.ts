/** Folders that hold one of some paths, or lie below one. */
export class WalkScope {
  readonly #paths: ReadonlySet<string>;
  readonly #above = new Set<string>();

  constructor(paths: readonly string[]) {
    this.#paths = new Set(paths);
    for (const path of paths) {
      for (let slash = path.lastIndexOf('/'); slash > 0; slash = path.lastIndexOf('/', slash - 1)) {
        const folder = path.slice(0, slash + 1);
        if (this.#above.has(folder)) break;
        this.#above.add(folder);
      }
    }
  }

  /** `folder` ends in `/`. */
  includes(folder: string): boolean {
    if (this.#above.has(folder)) return true;
    for (let slash = folder.indexOf('/'); slash > 0; slash = folder.indexOf('/', slash + 1)) {
      if (this.#paths.has(folder.slice(0, slash))) return true;
    }
    return false;
  }
}
