/**
 * What the catalog calls a URL is what somebody typed: browsers take blanks and umlauts in it, the HTTP clients of phones
 * do not. This is the same one as RFC 3986 writes it.
 */
export function toPictureUrl(typed: string): string {
  if (USUAL.test(typed)) return typed;
  const url = new URL(typed);
  url.pathname = escaped(url.pathname);
  url.search = escaped(url.search);
  url.hash = escaped(url.hash.slice(1));
  return url.href;
}

/** Nearly all of them: a page has a hundred, and nothing is to be done for these. */
const USUAL = /^https?:\/\/[a-z0-9.-]+\/[\w./-]*$/;

/** What `URL` leaves as it is, and may not stand behind the host. */
const escaped = (text: string): string =>
  text.replaceAll(/[[\]^|`{}#\\]|%(?![0-9A-Fa-f]{2})/g, encodeURIComponent);
