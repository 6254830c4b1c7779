import { createErpMock, erpServicePath } from "@portico/mock-erp";
import type { Floors } from "./row.ts";

const ORDERS = "http://orders.erp.nordhaus.example/";
const SOAP = "http://www.w3.org/2003/05/soap-envelope";

/** An answer to FindOrders as bytes, and what HTTP says about them. */
export interface RecordedAnswer {
  readonly name: string;
  readonly body: Buffer;
  readonly charset: string;
  readonly floors: Floors;
}

const TYPICAL: Floors = { "node-soap": 40, "JSON.parse": 1 };
const SMALL: Floors = { "node-soap": 25 };
const ODD: Floors = { "node-soap": 15 };

/** Answers of about these sizes, in the ERP's own spelling, then one size spelled as other stacks would. */
export async function recordedAnswers(): Promise<readonly RecordedAnswer[]> {
  const orders = await seededOrders();
  const plain = (bytes: number) => cxf(enough(orders, bytes));
  const fifty = plain(50_000);
  const utf8 = (name: string, xml: string, floors = ODD): RecordedAnswer => ({
    name,
    body: Buffer.from(xml),
    charset: "utf-8",
    floors,
  });
  return [
    utf8("2 KB", plain(2_000), SMALL),
    utf8("50 KB", fifty, TYPICAL),
    utf8("2 MB", plain(2_000_000), TYPICAL),
    utf8("50 KB other prefixes", otherPrefixes(fifty)),
    utf8("50 KB mixed prefixes", mixedPrefixes(fifty)),
    utf8("50 KB declared inside", declaredInside(fifty)),
    utf8("50 KB pretty-printed", prettyPrinted(fifty)),
    utf8("50 KB CDATA", cdata(fifty)),
    utf8("50 KB non-ASCII", nonAscii(fifty)),
    utf8("50 KB references", references(fifty)),
    {
      name: "50 KB windows-1252",
      body: Buffer.from(nonAscii(fifty), "latin1"),
      charset: "windows-1252",
      floors: ODD,
    },
  ];
}

/** The same answer at sizes that double, to see that the cost does too. */
export async function growingAnswers(): Promise<readonly RecordedAnswer[]> {
  const orders = await seededOrders();
  return Array.from({ length: 9 }, (_, i) => 2 ** i * 16_384).map((bytes) => ({
    name: `${bytes / 1_024} KB`,
    body: Buffer.from(cxf(enough(orders, bytes))),
    charset: "utf-8",
    floors: {},
  }));
}

/** Asks the simulator for the orders of its first customers. */
async function seededOrders(): Promise<readonly string[]> {
  const erp = createErpMock({ seed: 1 });
  const orders: string[] = [];
  for (let customer = 100_001; customer <= 100_040; customer++) {
    const response = await erp.fetch(findOrders(String(customer)));
    orders.push(...((await response.text()).match(/<order>.*?<\/order>/gs) ?? []));
  }
  if (orders.length === 0) throw new Error("The simulator has no orders");
  return orders;
}

const findOrders = (customer: string) =>
  new Request(`http://erp.example${erpServicePath}`, {
    method: "POST",
    headers: { "content-type": "application/soap+xml; charset=utf-8" },
    body:
      `<s:Envelope xmlns:s="${SOAP}"><s:Header>` +
      ["Action", "MessageID", "To"]
        .map((name) => `<${name} xmlns="http://www.w3.org/2005/08/addressing">${headerOf(name)}</${name}>`)
        .join("") +
      `</s:Header><s:Body><o:FindOrdersRequest xmlns:o="${ORDERS}"><customerNumber>${customer}</customerNumber>` +
      `<sortBy>PLACED_AT</sortBy><direction>DESC</direction><firstResult>0</firstResult><maxResults>100</maxResults>` +
      `</o:FindOrdersRequest></s:Body></s:Envelope>`,
  });

const headerOf = (name: string): string =>
  name === "Action"
    ? `${ORDERS}OrderPort/FindOrdersRequest`
    : name === "To"
      ? "http://erp.example"
      : "urn:uuid:1";

/** As many orders, from the first on and over again, as make about this many bytes. */
function enough(orders: readonly string[], bytes: number): readonly string[] {
  const chosen: string[] = [];
  for (let size = 600; size < bytes || chosen.length === 0; size += chosen.at(-1)!.length)
    chosen.push(orders[chosen.length % orders.length]!);
  return chosen;
}

/** As Apache CXF writes it. */
const cxf = (orders: readonly string[]): string =>
  `<soap:Envelope xmlns:soap="${SOAP}"><soap:Body>` +
  `<ns2:FindOrdersResponse xmlns:ns2="${ORDERS}" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">` +
  `<totalCount>${orders.length}</totalCount>${orders.join("")}</ns2:FindOrdersResponse></soap:Body></soap:Envelope>`;

const otherPrefixes = (xml: string): string =>
  xml
    .replaceAll("ns2", "q1")
    .replaceAll("xsi:", "i:")
    .replace("xmlns:xsi", "xmlns:i")
    .replaceAll("soap:", "SOAP-ENV:")
    .replace("xmlns:soap", "xmlns:SOAP-ENV");

/** Two prefixes for one namespace, in turn, and one declared again on an element inside. */
const mixedPrefixes = (xml: string): string => {
  let line = 0;
  return xml
    .replace("xmlns:ns2=", `xmlns:o2="${ORDERS}" xmlns:ns2=`)
    .replaceAll(
      'xsi:type="ns2:',
      () => ['xsi:type="ns2:', 'xsi:type="o2:', `xmlns:o3="${ORDERS}" xsi:type="o3:`][line++ % 3]!,
    );
};

/** A prefix for every order and every address, as .NET declares one with each object that uses it. */
const declaredInside = (xml: string): string => xml.replace(/<(order|shipTo)>/g, '<$1 xmlns:a="urn:a">');

/** Two blanks a level, as most stacks print for people. */
function prettyPrinted(xml: string): string {
  let depth = 0;
  return xml.replace(/<\/?[^>]*>/g, (tag, at: number) => {
    const closes = tag.startsWith("</");
    if (closes) depth--;
    const indented = at > 0 && xml[at - 1] === ">" ? `\n${"  ".repeat(depth)}${tag}` : tag;
    if (!closes && !tag.endsWith("/>")) depth++;
    return indented;
  });
}

/** Every name and description as CDATA. */
const cdata = (xml: string): string =>
  xml.replace(/<(recipient|street|city|description|text|sku)>([^<&]*)</g, "<$1><![CDATA[$2]]><");

const nonAscii = (xml: string): string =>
  xml.replace(/<(recipient|street|city|description|text)>([^<]*)</g, "<$1>Größe äöü $2 ß é<");

const references = (xml: string): string =>
  xml.replace(/<(recipient|street|city|description|text)>([^<]*)</g, "<$1>$2 &amp; S&#246;hne<");
