/** One request as the simulated system sees it: complete, before anything was made of it. */
export interface ReceivedCall {
  readonly method: string;
  readonly url: URL;
  readonly headers: Headers;
  readonly body: Uint8Array<ArrayBuffer>;
  /** Fires when the one who asked went away. */
  readonly signal: AbortSignal;
}

export type Answer = (call: ReceivedCall) => Response | Promise<Response>;
