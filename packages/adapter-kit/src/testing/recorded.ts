/** Passes answers on unchanged, chunk by chunk as they are asked for, and keeps what was in them. */
export const recorded =
  (handler: (request: Request) => Promise<Response>, sent: string[]) =>
  async (request: Request): Promise<Response> => {
    const response = await handler(request);
    if (response.body === null) return response;
    const reader = (response.body as ReadableStream<Uint8Array>).getReader();
    // Nothing is read ahead: an answer that breaks off must do so after its first half was taken, as it would alone.
    const body = new ReadableStream<Uint8Array>(
      {
        async pull(controller) {
          const { done, value } = await reader.read();
          if (done) return controller.close();
          sent.push(Buffer.from(value).toString("latin1"));
          controller.enqueue(value);
        },
        cancel: (reason) => reader.cancel(reason),
      },
      { highWaterMark: 0 },
    );
    const { status, headers } = response;
    return new Response(body, { status, headers });
  };
