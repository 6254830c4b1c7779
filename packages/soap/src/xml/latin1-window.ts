// Small enough to stay near the processor while it is read.
const WINDOW_BYTES = 65_536;

/**
 * Parts of a document as text, one character per byte. Short ones are cut out of a window that moves along, which takes
 * a fifth of the time of asking for each; the text of a whole document would be large, and far away.
 */
export class Latin1Window {
  private readonly bytes: Buffer;
  private text = "";
  private from = 0;
  private to = 0;

  constructor(bytes: Buffer) {
    this.bytes = bytes;
  }

  /** Of more than 12 characters it is a view that keeps the window alive. */
  slice(start: number, end: number): string {
    if (start < this.from || end > this.to) this.move(start, end);
    return this.text.slice(start - this.from, end - this.from);
  }

  private move(start: number, end: number): void {
    this.from = start;
    this.to = Math.min(this.bytes.length, Math.max(end, start + WINDOW_BYTES));
    this.text = this.bytes.toString("latin1", this.from, this.to);
  }
}
