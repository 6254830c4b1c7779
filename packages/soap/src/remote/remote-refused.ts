/** A document on another machine that we do not fetch, or could not. */
export class RemoteRefused extends Error {
  readonly code = "remote_refused";
  readonly url: string;

  constructor(url: string, why: string, options?: ErrorOptions) {
    super(`${url} ${why}`, options);
    this.name = "RemoteRefused";
    this.url = url;
  }
}
