import { styleText } from "node:util";
import type { Estate } from "./estate.ts";
import { urlOf } from "./supervisor/service.ts";

/** A customer of the seeded estate with orders of every kind. */
const CUSTOMER_ID = "100001";

/** What a newcomer sees when all is up: where everything is, what to try, how to break it, how to stop. */
export function summaryOf(estate: Estate): string {
  const web = urlOf(estate.web);
  const mobile = urlOf(estate.mobile);
  const mocks = urlOf(estate.mocks);
  const as = `-H 'X-Portico-User: ${CUSTOMER_ID}'`;
  const switchTo = (scenario: string) =>
    `curl -X PUT ${mocks}/_simulator/catalog/scenario -H 'content-type: application/json' -d '{"name":"${scenario}"}'`;

  const places = [
    [estate.web.label, web, `docs  ${web}/docs`],
    [estate.mobile.label, mobile, `docs  ${mobile}/docs`],
    [estate.mocks.label, `${mocks}/_simulator`, "crm, erp, catalog"],
    ...[estate.web.operators, estate.mobile.operators]
      .filter((operators) => operators !== undefined)
      .map((operators) => [operators.label, urlOf(operators), "portico operator --url …"] as const),
  ] as const;
  const labelWidth = Math.max(...places.map(([label]) => label.length));
  const width = Math.max(...places.map(([, url]) => url.length));

  return [
    "",
    heading("Portico is running"),
    ...places.map(
      ([label, url, more]) => `  ${label.padEnd(labelWidth)}  ${link(url.padEnd(width))} ${dim(more)}`,
    ),
    "",
    heading("Ask for a screen"),
    `  curl ${as} ${web}/v1/home`,
    `  curl ${as} ${mobile}/v1/home`,
    `  curl ${as} ${web}/v1/orders`,
    "",
    `${heading("Break a backend, ask for the home screens again, heal it")} ${dim("(what is not older than five seconds comes from the cache)")}`,
    `  ${switchTo("hangs")}`,
    `  ${switchTo("healthy")}`,
    "",
    dim("Stop with Ctrl-C. See every log line with PORTICO_LOGS=1 npm start"),
    "",
  ].join("\n");
}

const heading = (text: string) => styleText("bold", text, { stream: process.stdout });
const link = (text: string) => styleText("cyan", text, { stream: process.stdout });
const dim = (text: string) => styleText("dim", text, { stream: process.stdout });
