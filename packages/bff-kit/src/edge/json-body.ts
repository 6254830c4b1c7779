import { Problem } from "./problem.ts";

/**
 * What a request carries, as JSON.
 * @param signal ends the wait for a client that does not send
 * @throws {Problem} `unsupported_media_type`, `content_too_large`, `request_timeout` or `invalid_request`
 */
export async function readJsonBody(
  request: Request,
  bytesMax: number,
  signal: AbortSignal,
): Promise<unknown> {
  const type = request.headers.get("content-type");
  // Also what keeps other people's web pages out: a browser asks before it sends this type to another origin.
  if (type === null || !/^application\/json *(?:;|$)/i.test(type)) {
    throw new Problem("unsupported_media_type", { detail: "Send JSON, as content-type: application/json." });
  }
  if (request.headers.has("content-encoding")) {
    throw new Problem("unsupported_media_type", { detail: "Send the body as it is, without an encoding." });
  }
  const bytes = await readBytes(request.body, bytesMax, signal);
  try {
    return JSON.parse(utf8.decode(bytes)) as unknown;
  } catch {
    throw new Problem("invalid_request", { detail: "The body is not JSON in UTF-8." });
  }
}

const utf8 = new TextDecoder("utf-8", { fatal: true });

async function readBytes(
  body: ReadableStream<Uint8Array> | null,
  bytesMax: number,
  signal: AbortSignal,
): Promise<Uint8Array> {
  if (body === null) return new Uint8Array();
  const reader = body.getReader();
  const giveUp = () => void reader.cancel().catch(() => {});
  signal.addEventListener("abort", giveUp, { once: true });
  const chunks: Uint8Array[] = [];
  let bytes = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (signal.aborted) {
        throw new Problem("request_timeout", { detail: "The body did not arrive in time." });
      }
      if (done) return Buffer.concat(chunks);
      bytes += value.length;
      if (bytes > bytesMax) {
        throw new Problem("content_too_large", { detail: `The body has more than ${bytesMax} bytes.` });
      }
      chunks.push(value);
    }
  } finally {
    signal.removeEventListener("abort", giveUp);
    giveUp();
  }
}
