import { defaultXmlLimits } from "./xml/limits.ts";

// Requests go as deep as answers may.
const DEPTH_MAX = defaultXmlLimits.depthMax;

/** Where in a message we are: cheap to keep, spelled out only for an error. */
export class MessagePath {
  private readonly steps: string[] = [];
  /** Which of several each step is, from 1 on; 0: the only one. */
  private readonly indexes: number[] = [];
  private depth = 0;

  /** Whether one step more would be too many. */
  get isFull(): boolean {
    return this.depth >= DEPTH_MAX;
  }

  /** @returns `false` when that was one step too many */
  enter(step: string, index: number): boolean {
    this.steps[this.depth] = step;
    this.indexes[this.depth] = index;
    return ++this.depth <= DEPTH_MAX;
  }

  leave(): void {
    this.depth--;
  }

  /** The path, or that of a step from here. */
  to(step?: string): string {
    const path = this.steps
      .slice(0, this.depth)
      .map((name, level) => (this.indexes[level] === 0 ? name : `${name}[${this.indexes[level]}]`));
    return `/${(step === undefined ? path : [...path, step]).join("/")}`;
  }
}
