import { z } from "zod";

/** Where a legacy system is: a URL that an HTTP client takes whole, or the process does not start. */
export const systemUrl = () =>
  z
    .url({ protocol: /^https?$/, error: ({ input }) => (input === undefined ? "is missing" : NO_URL) })
    .refine((url) => isWithoutUser(url), "must hold no user and no password: nobody would be sent them")
    .refine((url) => !/[?&](wsdl|singlewsdl)\b/i.test(url), "must be where questions go: without ?wsdl");

const NO_URL = "must be a URL that begins with http:// or https://";

function isWithoutUser(text: string): boolean {
  const url = URL.parse(text);
  return url === null || (url.username === "" && url.password === "");
}
