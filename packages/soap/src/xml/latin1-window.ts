// Small enough to stay near the processor while it is read.
const WINDOW_BYTES = 65_536;

/**
 * Parts of a document as text, one character per byte. Short ones are cut out of a window that moves along, which takes
 * a fifth of the time of asking for each; the text of a whole document would be large, and far away. The window before
 * is kept: who looks further on and comes back would otherwise read it anew for each look.
 */
export class Latin1Window {
  private readonly bytes: Buffer;
  private text = "";
  private from = 0;
  private to = 0;
  private before = { text: "", from: 0, to: 0 };

  constructor(bytes: Buffer) {
    this.bytes = bytes;
  }

  /** Of more than 12 characters it is a view that keeps the window alive. */
  slice(start: number, end: number): string {
    if (start < this.from || end > this.to) this.move(start, end);
    return this.text.slice(start - this.from, end - this.from);
  }

  private move(start: number, end: number): void {
    const { text, from, to, before } = this;
    const isBefore = start >= before.from && end <= before.to;
    this.from = isBefore ? before.from : start;
    this.to = isBefore ? before.to : Math.min(this.bytes.length, Math.max(end, start + WINDOW_BYTES));
    this.text = isBefore ? before.text : this.bytes.toString("latin1", this.from, this.to);
    this.before = { text, from, to };
  }
}
