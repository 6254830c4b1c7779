import { createReadStream } from "node:fs";

/** What was to be read cannot be. */
class InputUnreadable extends Error {
  readonly code = "input_unreadable";

  constructor(message: string) {
    super(message);
    this.name = "InputUnreadable";
  }
}

const INPUT_BYTES_MAX = 64 * 1024 * 1024;

/**
 * The bytes of a file, or of standard input where `file` is `-`.
 * @throws {InputUnreadable}
 */
export async function readInput(file: string): Promise<Buffer> {
  if (file === "-" && process.stdin.isTTY) {
    process.stderr.write("Reading from standard input; Ctrl-D ends it.\n");
  }
  const chunks: Buffer[] = [];
  let size = 0;
  try {
    for await (const chunk of file === "-" ? process.stdin : createReadStream(file)) {
      const bytes = chunk as Buffer;
      size += bytes.length;
      if (size > INPUT_BYTES_MAX)
        throw new InputUnreadable(`${file} has more than ${INPUT_BYTES_MAX} bytes.`);
      chunks.push(bytes);
    }
  } catch (error) {
    if (error instanceof InputUnreadable) throw error;
    const reason = error instanceof Error && "code" in error ? String(error.code) : "unknown reason";
    throw new InputUnreadable(`${file} cannot be read: ${reason}.`);
  }
  return Buffer.concat(chunks);
}
