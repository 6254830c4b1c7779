import { createHash } from "node:crypto";
import { fakeClock } from "@portico/core/testing";
import { createCrmMock } from "../mock.ts";
import { crmDevCredentials, crmServicePath } from "../names.ts";

const wsse = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd";
const wsu = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd";
const profile = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-username-token-profile-1.0";

export interface Token {
  readonly nowMs: number;
  readonly nonce: string;
  readonly username?: string;
  readonly password?: string;
  readonly passwordType?: string;
}

export function securityHeader({ nowMs, nonce, ...token }: Token): string {
  const { username, password, passwordType } = {
    ...crmDevCredentials,
    passwordType: "PasswordDigest",
    ...token,
  };
  const created = new Date(nowMs).toISOString();
  const digest = createHash("sha1").update(`${nonce}${created}${password}`).digest("base64");
  return (
    `<sec:Security xmlns:sec="${wsse}" xmlns:u="${wsu}" s:mustUnderstand="1"><sec:UsernameToken>` +
    `<sec:Username>${username}</sec:Username><sec:Password Type="${profile}#${passwordType}">${digest}</sec:Password>` +
    `<sec:Nonce>${Buffer.from(nonce).toString("base64")}</sec:Nonce><u:Created>${created}</u:Created>` +
    `</sec:UsernameToken></sec:Security>`
  );
}

export const envelope = (header: string, body: string): string =>
  `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Header>${header}</s:Header>` +
  `<s:Body xmlns:m="http://crm.nordhaus.example/2006/08" xmlns:t="http://crm.nordhaus.example/2006/08/types">${body}</s:Body></s:Envelope>`;

/** What a careful client posts for an operation. */
export const crmCall = (operation: string, xml: string, headers: Record<string, string> = {}) => ({
  path: crmServicePath,
  method: "POST" as const,
  headers: {
    "content-type": "text/xml; charset=utf-8",
    soapaction: `"http://crm.nordhaus.example/2006/08/${operation}"`,
    ...headers,
  },
  body: xml,
});

export const leseKunde = (kdnr: string): string => `<m:LeseKunde><m:kdnr>${kdnr}</m:kdnr></m:LeseKunde>`;

/** A CRM with a client that signs each call with a fresh token. */
export function openCrm() {
  const clock = fakeClock();
  const crm = createCrmMock({ clock });
  let calls = 0;
  const token = (overrides: Partial<Token> = {}): string =>
    securityHeader({ nowMs: clock.epochMs(), nonce: `nonce-${(calls += 1)}`, ...overrides });

  async function send(operation: string, xml: string, headers?: Record<string, string>) {
    const { path, ...init } = crmCall(operation, xml, headers);
    const response = await crm.fetch(new Request(`http://crm.test${path}`, init));
    const text = new TextDecoder("windows-1252").decode(await response.arrayBuffer());
    return { status: response.status, type: response.headers.get("content-type"), text };
  }
  const ask = (operation: string, body: string) => send(operation, envelope(token(), body));
  return { crm, clock, token, send, ask };
}

export const faultCode = (text: string): string | undefined => /<faultcode[^>]*>([^<]*)</.exec(text)?.[1];
