const WINDOW_MS = 60_000;
const REMEMBERED_ADDRESSES = 10_000;

interface Window {
  readonly startedAt: number;
  count: number;
}

/** Counts what comes from one address within a minute that begins with its first call. Memory is bounded. */
export class AddressWindows {
  private readonly windows = new Map<string, Window>();

  /** @param now milliseconds of a clock that never runs backwards */
  constructor(
    private readonly limit: number,
    private readonly now: () => number = () => performance.now(),
  ) {}

  /**
   * Counts one call.
   *
   * @returns milliseconds to wait: 0 for a call within the limit
   */
  count(address: string): number {
    const now = this.now();
    const known = this.windows.get(address);
    if (known === undefined || now - known.startedAt >= WINDOW_MS) {
      this.windows.delete(address);
      this.windows.set(address, { startedAt: now, count: 1 });
      this.forgetOldest();
      return 0;
    }
    known.count += 1;
    return known.count <= this.limit ? 0 : known.startedAt + WINDOW_MS - now;
  }

  /** How many addresses are remembered. */
  get size(): number {
    return this.windows.size;
  }

  // A new window goes to the end of the map, so its first entry is the one that ends first.
  private forgetOldest(): void {
    if (this.windows.size <= REMEMBERED_ADDRESSES) return;
    const [oldest] = this.windows.keys();
    if (oldest !== undefined) this.windows.delete(oldest);
  }
}
