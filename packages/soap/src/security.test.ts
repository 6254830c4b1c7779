import { createHash } from "node:crypto";
import { fakeClock, testCall } from "@portico/core/testing";
import { describe, expect, test } from "vitest";
import { ledgerContract } from "../test/bindings/generated/dotnet-ledger.gen.ts";
import { cannedHttp } from "../test/canned-http.ts";
import { envelope11, fault11 } from "../test/legacy-server.ts";
import { soapClient, type SoapClientOptions } from "./client.ts";

const OASIS = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss";
const posted = '<PostResponse xmlns="http://ledger.example/"><PostResult>7</PostResult></PostResponse>';
const nowMs = Date.UTC(2026, 10, 22, 9, 30);

async function ask(envelope: string, options: Partial<SoapClientOptions> = {}) {
  const http = cannedHttp(() => ({ body: Buffer.from(envelope) }));
  const client = soapClient(ledgerContract, { url: "http://ledger.example/", http, ...options });
  const answer = await client.PostText({}, testCall({ clock: fakeClock(nowMs) }));
  return { answer, request: String(http.requests[0]!.body) };
}

describe("what a message says about its sender", () => {
  test("is nothing unless it is asked for", async () => {
    expect((await ask(envelope11(posted))).request).not.toContain("Security");
  });

  test("is the password itself where a digest cannot be checked", async () => {
    const security = { username: "portico", password: "ge<heim", passwordType: "text" } as const;
    const { request } = await ask(envelope11(posted), { security });
    expect(request).toContain(
      `<wsse:UsernameToken><wsse:Username>portico</wsse:Username><wsse:Password Type="${OASIS}-username-token-profile-1.0#PasswordText">ge&lt;heim</wsse:Password></wsse:UsernameToken>`,
    );
    expect(request).not.toContain("Nonce");
    const insisted = await ask(envelope11(posted), { security: { ...security, nonce: true } });
    expect(insisted.request).toMatch(
      /PasswordText">ge&lt;heim<\/wsse:Password><wsse:Nonce [^>]*>[A-Za-z0-9+/]{22}==<\/wsse:Nonce><wsu:Created>2026-11-22T09:30:00\.000Z<\/wsu:Created><\/wsse:UsernameToken>/,
    );
  });

  test("is another one each time, and its digest is that of what stands beside it", async () => {
    const security = { username: "portico", password: "geheimß" };
    const nonces = new Set<string>();
    for (let message = 0; message < 1_000; message++) {
      const { request } = await ask(envelope11(posted), { security });
      const [, digest, nonce = "", created = ""] =
        /PasswordDigest">([^<]+)<.*<wsse:Nonce [^>]*>([^<]+)<.*<wsu:Created>([^<]+)</.exec(request) ?? [];
      const said = createHash("sha1").update(nonce, "base64").update(created).update(security.password);
      expect(digest).toBe(said.digest("base64"));
      nonces.add(nonce);
    }
    expect(nonces.size).toBe(1_000);
  });

  test.each([
    [60_000, "2026-11-22T09:31:00.000Z"],
    [0, "2026-11-22T09:30:00.000Z"],
    [86_400_001, "2026-11-23T09:30:00.000Z"],
  ])("counts for %i ms when it says so, a day at most", async (timestampTtlMs, expires) => {
    const { request } = await ask(envelope11(posted), { timestampTtlMs });
    expect(request).toContain(
      `<wsu:Timestamp><wsu:Created>2026-11-22T09:30:00.000Z</wsu:Created><wsu:Expires>${expires}</wsu:Expires></wsu:Timestamp></wsse:Security>`,
    );
  });

  test("has the time in front of the name, in one header", async () => {
    const security = { username: "portico", password: "geheim" };
    const { request } = await ask(envelope11(posted), { security, timestampTtlMs: 60_000 });
    expect(request).toMatch(
      /<wsse:Security soap:mustUnderstand="1" [^>]*><wsu:Timestamp>.*<\/wsu:Timestamp><wsse:UsernameToken>/,
    );
    expect(request.match(/<wsse:Security/g)).toHaveLength(1);
  });
});

describe("what an answer says about its sender", () => {
  const secured = (content: string, insists = 1) =>
    envelope11(posted).replace(
      "<e:Body>",
      `<e:Header><o:Security xmlns:o="${OASIS}-wssecurity-secext-1.0.xsd" xmlns:u="${OASIS}-wssecurity-utility-1.0.xsd" e:mustUnderstand="${insists}">${content}</o:Security></e:Header><e:Body>`,
    );
  const until = (expires: string) =>
    `<u:Timestamp u:Id="_0"><u:Created>2026-11-22T09:29:59.1Z</u:Created><u:Expires>${expires}</u:Expires></u:Timestamp>`;

  test.each([
    ["until when it counts, as WCF insists", secured(until("2026-11-22T09:34:59.123Z"))],
    ["nothing at all", secured("")],
    ["that it is as late as two clocks may differ", secured(until("2026-11-22T10:25:00+01:00"))],
    [
      "something signed that need not be understood",
      secured("<o:BinarySecurityToken>x</o:BinarySecurityToken>", 0),
    ],
  ])("may be %s", async (_what, envelope) => {
    expect((await ask(envelope)).answer).toEqual({ PostResult: 7 });
  });

  test.each([
    [
      "that it has expired",
      secured(until("2026-11-22T09:24:59.999Z")),
      "An answer that has expired: /Envelope/Header/Security/Timestamp/Expires",
    ],
    [
      "that it expires at no time there is",
      secured(until("tomorrow")),
      "Not a valid dateTime: /Envelope/Header/Security/Timestamp/Expires",
    ],
    [
      "that it is signed and must be understood",
      secured('<d:Signature xmlns:d="http://www.w3.org/2000/09/xmldsig#"/>'),
      "A security header we cannot check and must understand: /Envelope/Header/Security",
    ],
  ])("breaks the contract with %s", async (_what, envelope, message) => {
    await expect(ask(envelope)).rejects.toThrow(message);
  });
});

test("a system that does not understand our header says so in a fault", async () => {
  const http = cannedHttp(() => ({ status: 500, body: Buffer.from(fault11("e:MustUnderstand", "")) }));
  const client = soapClient(ledgerContract, { url: "http://ledger.example/", http, timestampTtlMs: 1 });
  await expect(client.PostText({}, testCall())).rejects.toMatchObject({
    code: "backend_rejected",
    faultCode: { local: "MustUnderstand" },
    blamesServer: false,
  });
});
