import { readXml } from "@portico/mock-kit";
import { describe, expect, test } from "vitest";
import { envelope, faultCode, leseKunde, openCrm, securityHeader } from "./testing/crm-client.ts";
import { crmDevCredentials } from "./names.ts";
import { usernameTokenCheck } from "./username-token.ts";

describe("WS-Security", () => {
  const minuteMs = 60_000;
  const read = leseKunde("100001");

  test.each([
    ["the right password", {}, 200],
    ["another password", { password: "guess" }, 500],
    ["another user", { username: "admin" }, 500],
    ["a text password", { passwordType: "PasswordText" }, 500],
  ])("%s", async (_, overrides, expected) => {
    const { send, token } = openCrm();
    const { status, text } = await send("LeseKunde", envelope(token(overrides), read));
    expect(status).toBe(expected);
    if (status === 500) expect(faultCode(text)).toBe("wsse:FailedAuthentication");
  });

  test.each([
    ["created five minutes ago", -5 * minuteMs, 200],
    ["created a millisecond earlier", -5 * minuteMs - 1, 500],
    ["created in five minutes", 5 * minuteMs, 200],
    ["created a millisecond later", 5 * minuteMs + 1, 500],
  ])("%s", async (_, offsetMs, expected) => {
    const { send, token, clock } = openCrm();
    const header = token({ nowMs: clock.epochMs() + offsetMs });
    expect((await send("LeseKunde", envelope(header, read))).status).toBe(expected);
  });

  test("a token works once, also shortly before it expires", async () => {
    const { send, token, clock } = openCrm();
    const replayed = envelope(token({ nowMs: clock.epochMs() + 5 * minuteMs }), read);
    expect((await send("LeseKunde", replayed)).status).toBe(200);
    await clock.advance(10 * minuteMs);
    expect((await send("LeseKunde", envelope(token(), read))).status).toBe(200);
    expect((await send("LeseKunde", replayed)).status).toBe(500);
  });

  test("no token, an empty header and an empty nonce are refused", async () => {
    const { send, token } = openCrm();
    for (const header of ["", token({ nonce: "" })]) {
      expect(faultCode((await send("LeseKunde", envelope(header, read))).text)).toBe(
        "wsse:FailedAuthentication",
      );
    }
  });

  test("no more nonces are remembered than allowed, the oldest is forgotten first", () => {
    const genuine = usernameTokenCheck(crmDevCredentials, 2);
    const use = (nonce: string): boolean => {
      const xml = `<s:Header xmlns:s="urn:s">${securityHeader({ nowMs: 0, nonce })}</s:Header>`;
      return genuine(readXml(Buffer.from(xml), "text/xml"), 0);
    };
    expect([use("one"), use("two"), use("two"), use("three"), use("two"), use("one")]).toEqual([
      true,
      true,
      false,
      true,
      false,
      true,
    ]);
  });
});
