import { fakeClock } from "@portico/core/testing";
import { createErpMock } from "../mock.ts";
import { erpServicePath } from "../names.ts";

const wsa = "http://www.w3.org/2005/08/addressing";
const port = "http://orders.erp.nordhaus.example/OrderPort";

/** The headers of a careful client, any of which can be replaced; an empty one is left out. */
export function addressingHeaders(operation: string, overrides: Record<string, string> = {}): string {
  const headers = {
    Action: `${port}/${operation}Request`,
    MessageID: "urn:uuid:11111111-2222-3333-4444-555555555555",
    To: `http://erp.test${erpServicePath}`,
    ...overrides,
  };
  return Object.entries(headers)
    .map(([name, value]) => (value === "" ? "" : `<w:${name} xmlns:w="${wsa}">${value}</w:${name}>`))
    .join("");
}

export const envelope = (header: string, body: string): string =>
  `<e:Envelope xmlns:e="http://www.w3.org/2003/05/soap-envelope"><e:Header>${header}</e:Header><e:Body>${body}</e:Body></e:Envelope>`;

export const message = (operation: string, content: string): string =>
  `<o:${operation}Request xmlns:o="http://orders.erp.nordhaus.example/">${content}</o:${operation}Request>`;

/** What a careful client posts for an operation. */
export const erpCall = (xml: string, headers: Record<string, string> = {}) => ({
  path: erpServicePath,
  method: "POST" as const,
  headers: { "content-type": "application/soap+xml; charset=utf-8", ...headers },
  body: xml,
});

export interface Search {
  readonly customerNumber?: string;
  readonly status?: string;
  readonly sortBy?: string;
  readonly direction?: string;
  readonly firstResult?: number | string;
  readonly maxResults?: number | string;
}

export function findOrders(search: Search = {}): string {
  const { status, ...rest } = search;
  const filled = {
    customerNumber: "100001",
    sortBy: "PLACED_AT",
    direction: "DESC",
    firstResult: 0,
    maxResults: 10,
    ...rest,
  };
  return message(
    "FindOrders",
    `<customerNumber>${filled.customerNumber}</customerNumber>` +
      (status === undefined ? "" : `<status>${status}</status>`) +
      `<sortBy>${filled.sortBy}</sortBy><direction>${filled.direction}</direction>` +
      `<firstResult>${filled.firstResult}</firstResult><maxResults>${filled.maxResults}</maxResults>`,
  );
}

export const getOrder = (orderNumber: string): string =>
  message("GetOrder", `<orderNumber>${orderNumber}</orderNumber>`);

export function openErp() {
  const clock = fakeClock();
  const erp = createErpMock({ clock });

  async function send(xml: string, headers?: Record<string, string>) {
    const { path, ...init } = erpCall(xml, headers);
    const response = await erp.fetch(new Request(`http://erp.test${path}`, init));
    return {
      status: response.status,
      type: response.headers.get("content-type"),
      text: await response.text(),
    };
  }
  const ask = (operation: string, body: string) => send(envelope(addressingHeaders(operation), body));
  return { erp, clock, send, ask };
}

/** Code, and subcode where there is one. */
export const faultCodes = (text: string): string[] =>
  [...text.matchAll(/<soap:Value[^>]*>([^<]*)</g)].map(([, code]) => code ?? "");

/** The text of every element of that name, in document order. */
export const all = (name: string, text: string): string[] =>
  [...text.matchAll(new RegExp(`<${name}(?: [^>]*)?>([^<]*)</${name}>`, "g"))].map(
    ([, value]) => value ?? "",
  );
