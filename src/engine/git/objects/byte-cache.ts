/** Keeps the most recently used values up to a number of bytes. */
export class ByteCache<Key, Value extends { readonly length: number }> {
  private readonly entries = new Map<Key, Value>();
  private readonly maxBytes: number;
  private readonly perEntry: number;
  private bytes = 0;

  /** `perEntry`: bytes counted for an entry beside its value's length. */
  constructor(maxBytes: number, perEntry = 128) {
    this.maxBytes = maxBytes;
    this.perEntry = perEntry;
  }

  get(key: Key): Value | undefined {
    const value = this.entries.get(key);
    if (value === undefined) return undefined;
    this.entries.delete(key);
    this.entries.set(key, value);
    return value;
  }

  set(key: Key, value: Value): void {
    const cost = value.length + this.perEntry;
    if (cost > this.maxBytes / 4) return;
    this.drop(key);
    this.entries.set(key, value);
    this.bytes += cost;
    for (const oldest of this.entries.keys()) {
      if (this.bytes <= this.maxBytes) break;
      this.drop(oldest);
    }
  }

  clear(): void {
    this.entries.clear();
    this.bytes = 0;
  }

  private drop(key: Key): void {
    const value = this.entries.get(key);
    if (value === undefined) return;
    this.entries.delete(key);
    this.bytes -= value.length + this.perEntry;
  }
}
