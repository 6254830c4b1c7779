import { ContractBroken } from "@portico/core";
import { describe, expect, test } from "vitest";
import { answering, ask, envelope11, fault11, refused } from "../../test/legacy-server.ts";
import { SoapFault } from "../fault.ts";

const boundary = "uuid:6f1c-1";
const type = `multipart/related; type="application/xop+xml"; start="<root@cxf>"; start-info="text/xml"; boundary="${boundary}"`;
const rootType = 'application/xop+xml; charset=UTF-8; type="text/xml"';
const part = (headers: Record<string, string>, content: Buffer | string) =>
  Buffer.concat([
    Buffer.from(
      `\r\n--${boundary}\r\n${Object.entries(headers)
        .map(([name, value]) => `${name}: ${value}\r\n`)
        .join("")}\r\n`,
    ),
    Buffer.from(content as string),
  ]);
const message = (...parts: Buffer[]) =>
  Buffer.concat([...parts, Buffer.from(`\r\n--${boundary}--\r\n`)]).subarray(2);
const root = (body: string) =>
  part(
    { "Content-Type": rootType, "Content-Transfer-Encoding": "binary", "Content-ID": "<root@cxf>" },
    envelope11(body),
  );
const include = (href: string) =>
  `<xop:Include xmlns:xop="http://www.w3.org/2004/08/xop/include" href="${href}"/>`;
const echo = (content: string) =>
  `<EchoResponse xmlns="urn:oddities"><values><bytes>${content}</bytes></values></EchoResponse>`;

const bytes = Buffer.from([0, 13, 10, 45, 45, 255, 0x3c, 0xe4]);
const attachment = (headers: Record<string, string> = {}, content: Buffer | string = bytes) =>
  part({ "Content-Type": "image/jpeg", "Content-ID": "<a b@cxf>", ...headers }, content);
const including = root(echo(include("cid:a%20b@cxf")));

const askFor = (body: Buffer, contentType = type) => ask(answering(200, contentType, body));
const read = { values: { bytes: new Uint8Array(bytes) } };

describe("an MTOM answer", () => {
  test.each([
    ["as they are", message(including, attachment())],
    [
      "in base64",
      message(including, attachment({ "content-transfer-encoding": "Base64" }, bytes.toString("base64"))),
    ],
    ["in front of the envelope", message(attachment(), including)],
    [
      "behind words for people",
      Buffer.concat([Buffer.from("not MIME?\r\n"), message(including, attachment())]),
    ],
  ])("has its attachments where they belong, if they come %s", async (_what, body) => {
    expect(await askFor(body)).toMatchObject(read);
  });

  test("may begin with the envelope, and write an inclusion with an end tag", async () => {
    const spelled = include("cid:a%20b@cxf").replace("/>", " >\n</xop:Include >");
    const body = message(root(echo(`\n${spelled} `)), attachment());
    expect(await askFor(body, type.replace('start="<root@cxf>"; ', ""))).toMatchObject(read);
  });

  test("may have nothing attached, or an attachment of no bytes, or the same one twice", async () => {
    expect(await askFor(message(root(echo("AAAA"))))).toMatchObject({ values: { bytes: new Uint8Array(3) } });
    expect(await askFor(message(including, attachment({}, "")))).toMatchObject({
      values: { bytes: new Uint8Array() },
    });
    const twice = root(echo(include("cid:a%20b@cxf").repeat(2)));
    expect(await askFor(message(twice, attachment({}, "abc")))).toMatchObject({
      values: { bytes: new Uint8Array(Buffer.from("abcabc")) },
    });
  });

  test("may be a fault", async () => {
    const fault = part({ "Content-Type": rootType }, fault11("e:Client", `<detail>${refused}</detail>`));
    const error = await ask(answering(500, type.replace('start="<root@cxf>"; ', ""), message(fault)));
    expect(error).toBeInstanceOf(SoapFault);
    expect(error).toMatchObject({ detail: { name: "Refused" } });
  });

  const huge = message(root(echo(include("cid:a%20b@cxf").repeat(100))), attachment({}, "x".repeat(200_000)));
  test.each<[string, Buffer, string, string?]>([
    ["without a boundary", message(including), "no boundary", type.replace(/; boundary.*/, "")],
    ["with another boundary", message(including), "a boundary that is nowhere", type.replace("6f1c", "6f1d")],
    ["cut off in a part", message(including, attachment()).subarray(0, -20), "a part without an end"],
    ["cut off in a header", message(including).subarray(0, 60), "a part without an end to its header"],
    ["without its root", message(attachment()), "no root part"],
    [
      "whose root is no XOP",
      message(attachment({ "Content-ID": "<root@cxf>" })),
      "a root part of another type",
    ],
    ["that includes nothing", message(root(echo(include("cid:gone")))), "an inclusion of nothing"],
    [
      "that includes a page",
      message(root(echo(include("http://x/"))), attachment()),
      "an inclusion of nothing",
    ],
    ["with half an escape", message(root(echo(include("cid:%"))), attachment()), "an inclusion of nothing"],
    [
      "with more than it includes",
      message(root(echo("")), attachment()),
      "an attachment that nothing includes",
    ],
    [
      "with one that has no name",
      message(root(echo(include(""))), attachment({ "Content-ID": "" })),
      "an attachment without Content-ID",
    ],
    ["with two of one name", message(including, attachment(), attachment()), "two parts with one Content-ID"],
    [
      "with content in an inclusion",
      message(root(echo(include("cid:a%20b@cxf").replace("/>", ">x</xop:Include>"))), attachment()),
      "an inclusion with content of its own",
    ],
    [
      "in quoted-printable",
      message(including, attachment({ "Content-Transfer-Encoding": "quoted-printable" })),
      "a transfer encoding we do not read",
    ],
    [
      "of a thousand parts",
      message(including, ...Array.from({ length: 1_000 }, () => attachment())),
      "more parts than allowed",
    ],
    ["that multiplies", huge, "more than a document may hold"],
    [
      "with a DTD",
      message(part({ "Content-Type": rootType, "Content-ID": "<root@cxf>" }, "<!DOCTYPE x><x/>")),
      "A document type declaration in the root part",
    ],
  ])("%s breaks the contract", async (_what, body, message_, contentType = type) => {
    const error = await askFor(body, contentType);
    expect(error).toBeInstanceOf(ContractBroken);
    expect((error as Error).message).toBe(`Not attachments we accept: ${message_}.`);
  });
});
