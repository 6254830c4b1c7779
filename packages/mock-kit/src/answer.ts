/** A complete answer whose length is announced, as most legacy stacks do. */
export const answerBytes = (status: number, contentType: string, body: Uint8Array<ArrayBuffer>): Response =>
  new Response(body, {
    status,
    headers: { "content-type": contentType, "content-length": String(body.byteLength) },
  });

const utf8 = new TextEncoder();

/** Like `answerBytes`, for text that goes out as UTF-8. */
export const answerText = (status: number, contentType: string, text: string): Response =>
  answerBytes(status, contentType, utf8.encode(text));
