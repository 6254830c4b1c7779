import type { Clock } from "@portico/core";
import sonicBoom from "sonic-boom";

/** Takes one finished line at a time, line break included. Must not block. A line it throws on is counted as lost. */
export interface LogDestination {
  write(line: string): void;
}

export interface LogOutput extends LogDestination {
  /** Writes what is buffered, giving up after two seconds. */
  close(): Promise<void>;
}

const STDOUT = 1;
/** One write per this much, instead of one per line. */
const CHUNK_BYTES = 32_768;
/** What we hold for a reader that stands still: some ten thousand lines. */
const HELD_BYTES_MAX = 4_194_304;
/** How long a line of a quiet process waits to be seen. */
const FLUSH_MS = 100;
const CLOSE_MS_MAX = 2_000;
/** At exit a busy reader is tried again this often, 100 ms apart. */
const EXIT_RETRIES_MAX = 10;

/**
 * Standard output for ASCII lines: off the event loop, bounded, and flushed when the process exits.
 * @param lineLost is told of each line that found the buffer full
 */
export function stdoutOutput(clock: Clock, lineLost: () => void): LogOutput {
  let retriesLeft = Infinity;
  let closing = false;
  let ended = false;
  const stream = new sonicBoom.SonicBoom({
    fd: STDOUT,
    minLength: CHUNK_BYTES,
    maxWrite: 2 * CHUNK_BYTES,
    maxLength: HELD_BYTES_MAX,
    periodicFlush: FLUSH_MS,
    // Bytes: text it would measure again with each line, which costs more than making the line.
    contentMode: "buffer",
    retryEAGAIN: () => retriesLeft-- > 0,
  });
  const closed = Promise.withResolvers<void>();
  stream.once("close", closed.resolve);
  stream.on("drop", lineLost);
  stream.on("error", (error: NodeJS.ErrnoException) => {
    // A full disk may have room again, so what is held stays held. A reader that left does not come back.
    if (error.code !== "EPIPE" && !closing) return;
    ended = true;
    stream.destroy();
  });

  const atExit = () => {
    retriesLeft = EXIT_RETRIES_MAX;
    try {
      stream.flushSync();
    } catch {
      // Nobody reads, and nobody is left to be told.
    }
  };
  process.once("exit", atExit);

  return {
    write(line) {
      // Its types know text only.
      stream.write(Buffer.from(line, "latin1") as unknown as string);
    },
    async close() {
      const cancel = clock.after(CLOSE_MS_MAX, closed.resolve);
      closing = true;
      if (!ended) stream.end();
      await closed.promise;
      cancel();
      stream.destroy();
      process.off("exit", atExit);
    },
  };
}
