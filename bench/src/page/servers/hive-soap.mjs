// What Hive Gateway asks SOAP systems with, its transport, without the gateway: the least a page can cost through it. Its
// page is easier than the others': the transport refuses the ERP's times, which have no zone, answers an absent element of
// a nillable or optional field with an error, knows no kinds of order lines, and signs no CRM request.
//
// JavaScript, and its packages loaded by name: their types would bring a browser's into the whole workspace.
import { createServer } from "node:http";
import { fileURLToPath } from "node:url";
import { flatWsdl } from "./flat-wsdl.ts";
import { recentOrdersOf } from "./plain-page.ts";

const load = (/** @type {string} */ name) => import(name);
const { createExecutorFromSchemaAST, SOAPLoader } = await load("@omnigraph/soap");
const { fetch } = await load("@whatwg-node/fetch");
const { parse } = await load("graphql");

const { CRM_URL = "", ERP_URL = "", CATALOG_URL = "", CATALOG_API_KEY = "", WEB_PORT } = process.env;
const silent = () => {};
const log = { log: silent, debug: silent, info: silent, warn: silent, error: silent, child: () => log };

async function transportOf(name, endpoint) {
  const contract = new URL(`../../../../adapters/${name}/contract/${name}.wsdl`, import.meta.url);
  const loader = new SOAPLoader({ subgraphName: name, fetch, logger: log, cwd: process.cwd() });
  await loader.loadWSDL(flatWsdl(fileURLToPath(contract), endpoint));
  return createExecutorFromSchemaAST(loader.buildSchema(), fetch, {}, log);
}
const crm = await transportOf("crm", CRM_URL);
const erp = await transportOf("erp", ERP_URL);

const CUSTOMER = parse(`mutation ($kdnr: tns_Kundennummer) {
  answer: CustomerService_CustomerService_CustomerServiceSoap_LeseKunde(LeseKunde: { kdnr: $kdnr }) {
    LeseKundeResult {
      kdnr anzName segment kreditlimit waehrung zahlungsziel kundeSeit
      ansprechpartner { vorname nachname email telefon } anschrift { strasse plz ort land } betreuer { name email }
    }
  }
}`);
const ORDERS = parse(`query ($input: OrderService_FindOrdersRequest_Input) {
  answer: OrderService_OrderService_OrderPort_FindOrders(FindOrdersRequest: $input) {
    order { orderNumber status total currency line { position } }
  }
}`);

async function answerOf(asked) {
  const { data, errors } = await asked;
  if (errors?.[0] !== undefined) throw errors[0];
  return data?.answer;
}

async function featured() {
  const url = `${CATALOG_URL}/api/promotions?limit=8`;
  return (await fetch(url, { headers: { "x-api-key": CATALOG_API_KEY } })).json();
}

createServer((request, response) => {
  const kdnr = request.headers["x-portico-user"];
  if (typeof kdnr !== "string") {
    response.writeHead(401).end();
    return;
  }
  Promise.all([
    answerOf(crm({ document: CUSTOMER, variables: { kdnr } })),
    answerOf(erp({ document: ORDERS, variables: { input: recentOrdersOf(kdnr) } })),
    featured(),
  ]).then(
    ([customer, recentOrders, offers]) => {
      response.setHeader("content-type", "application/json");
      return response.end(JSON.stringify({ customer, recentOrders, featured: offers }));
    },
    (error) => response.writeHead(500).end(error.message),
  );
}).listen(Number(WEB_PORT), "127.0.0.1");
