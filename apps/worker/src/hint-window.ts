/**
 * Passes the first hint on at once and gathers those that follow: one more is passed on at the end of the
 * window, if there were any. None is lost, and nothing happens more than once in a window.
 */
export class HintWindow {
  private readonly windows = new Map<number, { readonly timer: NodeJS.Timeout; more: boolean }>();

  constructor(
    private readonly windowMs: number,
    private readonly pass: (subject: number) => void,
  ) {}

  take(subject: number): void {
    const window = this.windows.get(subject);
    if (window !== undefined) {
      window.more = true;
      return;
    }
    const timer = setTimeout(() => this.endWindow(subject), this.windowMs);
    this.windows.set(subject, { timer, more: false });
    this.pass(subject);
  }

  /** What is still gathered is dropped. */
  close(): void {
    for (const { timer } of this.windows.values()) clearTimeout(timer);
    this.windows.clear();
  }

  private endWindow(subject: number): void {
    const more = this.windows.get(subject)?.more ?? false;
    this.windows.delete(subject);
    if (more) this.take(subject);
  }
}
