import { expect, test } from "vitest";
import { systemUrl } from "./system-url.ts";

const refused = (text: unknown) =>
  systemUrl()
    .safeParse(text)
    .error?.issues.map(({ message }) => message);

test.each(["http://127.0.0.1:4100/crm", "https://erp.example/orders?client=100", "http://[::1]/"])(
  "a system is at %s",
  (url) => expect(systemUrl().parse(url)).toBe(url),
);

test.each(["crm", "localhost:4100/crm", "ftp://crm.example/", "javascript:alert(1)", "http://"])(
  "no system is at %s",
  (url) => expect(refused(url)).toEqual(["must be a URL that begins with http:// or https://"]),
);

test("a password that would never be sent is refused, and one that is missing is missing", () => {
  const words = ["must hold no user and no password: nobody would be sent them"];
  expect(refused("http://ada:secret@crm.example/")).toEqual(words);
  expect(refused("http://ada@crm.example/")).toEqual(words);
  expect(refused(undefined)).toEqual(["is missing"]);
});

test.each(["?wsdl", "?WSDL=orders.wsdl", "?client=100&singleWsdl"])(
  "the address of a WSDL is none of its service: %s",
  (query) =>
    expect(refused(`http://crm.example/a.asmx${query}`)).toEqual([
      "must be where questions go: without ?wsdl",
    ]),
);
