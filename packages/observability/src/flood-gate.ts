import type { Clock } from "@portico/core";

/** Writes a line, telling how many of its kind were left out since the one before. */
type Writer = (suppressed: number) => void;

export interface FloodGate {
  /** Calls `write` now, or at the end of the running second if it is then the last of its kind, or never. */
  pass(kind: string, write: Writer): void;
  /** Writes what is held. */
  close(): void;
}

interface Kind {
  passed: number;
  heldCount: number;
  held: Writer | undefined;
}

/** Lines of one kind that are written at once, per window. */
const LINES_MAX = 5;
const WINDOW_MS = 1_000;
/** Kinds told apart in one window. All further ones count as one kind. */
const KINDS_MAX = 500;

/**
 * When a system is down every request says so, in the same words. The first lines of a kind in a second are written
 * as they come; of the rest only the last, when the second ends, with the number of those left out. Nothing
 * is remembered, and no timer runs, beyond a second in which something failed.
 */
export function floodGate(clock: Clock): FloodGate {
  const kinds = new Map<string, Kind>();
  let cancelEnd: (() => void) | undefined;

  const end = () => {
    cancelEnd?.();
    cancelEnd = undefined;
    const ended = [...kinds.values()];
    kinds.clear();
    for (const { held, heldCount } of ended) held?.(heldCount - 1);
  };

  return {
    pass(name, write) {
      const key = kinds.has(name) || kinds.size < KINDS_MAX ? name : "";
      let kind = kinds.get(key);
      if (kind === undefined) kinds.set(key, (kind = { passed: 0, heldCount: 0, held: undefined }));
      cancelEnd ??= clock.after(WINDOW_MS, end);
      if (kind.passed < LINES_MAX) {
        kind.passed += 1;
        write(0);
      } else {
        kind.heldCount += 1;
        kind.held = write;
      }
    },
    close: end,
  };
}
