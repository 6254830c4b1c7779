import { write, writeSync } from "node:fs";
import type { Clock } from "@portico/core";

/** Takes one finished line at a time, line break included. Must not block. */
export interface LogDestination {
  write(line: string): void;
}

export interface LogOutput extends LogDestination {
  /** Lines that found the buffer full or could not be written. */
  readonly linesDropped: number;
  /** Writes what is buffered, giving up after two seconds. Later lines go nowhere. */
  close(): Promise<void>;
}

/** One write per this much, instead of one per line. */
const CHUNK_BYTES = 32_768;
/** How long a line of a quiet process waits to be seen. */
const FLUSH_AFTER_MS = 100;
/** What we hold for a reader that stands still: some ten thousand lines. The next ones are dropped and counted. */
const HELD_BYTES_MAX = 4_194_304;
const RETRY_AFTER_MS = 20;
const CLOSE_MS_MAX = 2_000;
const EXIT_RETRIES_MAX = 50;

/**
 * Standard output for ASCII lines: written in chunks off the event loop, bounded when nobody reads, flushed when the
 * process exits. pino's own destination (sonic-boom) measures its buffer again with each line, which costs
 * more than making the line.
 */
export function stdoutOutput(clock: Clock): LogOutput {
  const fd = 1;
  let gathered = ""; // ASCII, so characters are bytes
  let sending: Buffer | undefined;
  /** Set while a chunk waits to be tried again: then nobody else is writing it. */
  let waiting: Buffer | undefined;
  let cancelFlush: (() => void) | undefined;
  let linesDropped = 0;
  let drained: (() => void) | undefined;
  let closed = false;

  const flush = () => {
    cancelFlush?.();
    cancelFlush = undefined;
    if (sending !== undefined || gathered === "") return;
    sending = Buffer.from(gathered, "latin1");
    gathered = "";
    send(sending);
  };

  const send = (chunk: Buffer) => {
    waiting = undefined;
    write(fd, chunk, 0, chunk.length, null, (error, written) => {
      const rest = chunk.subarray(written ?? 0);
      if (isBusy(error)) {
        waiting = chunk;
        clock.after(RETRY_AFTER_MS, () => send(chunk));
        return;
      }
      // A reader that is gone, a full disk: there is nobody to tell but the counter.
      if (error !== null) linesDropped += linesIn(chunk);
      else if (rest.length > 0) return send(rest);
      sending = undefined;
      settle();
    });
  };

  const settle = () => {
    if (sending !== undefined) return;
    if (gathered === "") drained?.();
    else if (gathered.length >= CHUNK_BYTES || drained !== undefined) flush();
    else cancelFlush ??= clock.after(FLUSH_AFTER_MS, flush);
  };

  const atExit = () => {
    if (waiting !== undefined) writeAllNow(fd, waiting);
    writeAllNow(fd, Buffer.from(gathered, "latin1"));
  };
  process.once("exit", atExit);

  return {
    get linesDropped() {
      return linesDropped;
    },
    write(line) {
      if (closed) return;
      if (gathered.length + (sending?.length ?? 0) + line.length > HELD_BYTES_MAX) {
        linesDropped += 1;
        return;
      }
      gathered += line;
      settle();
    },
    async close() {
      closed = true;
      const gaveUp = await new Promise<boolean>((resolve) => {
        const cancel = clock.after(CLOSE_MS_MAX, () => resolve(true));
        drained = () => {
          cancel();
          resolve(false);
        };
        settle();
      });
      if (gaveUp) {
        linesDropped += linesIn(gathered);
        gathered = "";
      }
      cancelFlush?.();
      process.off("exit", atExit);
    },
  };
}

const isBusy = (error: unknown): boolean =>
  error instanceof Error && "code" in error && (error.code === "EAGAIN" || error.code === "EBUSY");

const linesIn = (text: string | Buffer): number => {
  let lines = 0;
  for (let at = text.indexOf("\n"); at !== -1; at = text.indexOf("\n", at + 1)) lines += 1;
  return lines;
};

/** For the exit hook, where there is no event loop to wait on. Gives up on a reader that stays busy for a second. */
function writeAllNow(fd: number, chunk: Buffer): void {
  let rest = chunk;
  for (let retries = 0; rest.length > 0 && retries < EXIT_RETRIES_MAX;) {
    try {
      rest = rest.subarray(writeSync(fd, rest));
    } catch (error) {
      if (!isBusy(error)) return;
      retries += 1;
      Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, RETRY_AFTER_MS);
    }
  }
}
