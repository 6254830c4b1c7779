import { vi } from "vitest";

export interface Heard {
  /** All it has written so far. */
  readonly output: () => string;
  /** Waits until it has written this. */
  readonly said: (text: string) => Promise<void>;
}

/** What a child writes, on either stream. */
export function heard({ stdout, stderr }: Record<"stdout" | "stderr", NodeJS.ReadableStream>): Heard {
  let output = "";
  for (const stream of [stdout, stderr])
    stream.setEncoding("utf8").on("data", (text: string) => (output += text));
  return {
    output: () => output,
    said: (text) =>
      vi.waitFor(() => {
        if (!output.includes(text)) throw new Error(`not said yet: ${text}\n${output}`);
      }, 10_000),
  };
}
