/** Commits to look at, the newest commit date first; of equal dates, the one added first. */
export class CommitQueue<Item> {
  readonly #heap: { item: Item; time: number; order: number }[] = [];
  #added = 0;

  get size(): number {
    return this.#heap.length;
  }

  push(item: Item, time: number): void {
    const heap = this.#heap;
    const entry = { item, time, order: this.#added };
    this.#added += 1;
    let at = heap.length;
    heap.push(entry);
    while (at > 0) {
      const above = (at - 1) >> 1;
      const parent = heap[above];
      if (!parent || !comesBefore(entry, parent)) break;
      heap[at] = parent;
      at = above;
    }
    heap[at] = entry;
  }

  pop(): Item | undefined {
    const heap = this.#heap;
    const first = heap[0];
    const last = heap.pop();
    if (!first || !last) return undefined;
    if (heap.length > 0) this.#sink(last);
    return first.item;
  }

  #sink(entry: { item: Item; time: number; order: number }): void {
    const heap = this.#heap;
    let at = 0;
    for (;;) {
      let below = at * 2 + 1;
      const left = heap[below];
      if (!left) break;
      const right = heap[below + 1];
      let child = left;
      if (right && comesBefore(right, left)) {
        below += 1;
        child = right;
      }
      if (!comesBefore(child, entry)) break;
      heap[at] = child;
      at = below;
    }
    heap[at] = entry;
  }
}

function comesBefore(a: { time: number; order: number }, b: { time: number; order: number }): boolean {
  return a.time > b.time || (a.time === b.time && a.order < b.order);
}
