// Hono, undici, opossum, fast-xml-parser, zod and pino: the product's stack, put together without it.
import { createHash, randomBytes, randomUUID } from "node:crypto";
import { serve } from "@hono/node-server";
import { XMLParser } from "fast-xml-parser";
import { Hono } from "hono";
import CircuitBreaker from "opossum";
import { pino } from "pino";
import { Pool } from "undici";
import { z } from "zod";
import { circuit } from "./node-soap-clients.ts";
import { plainPage, recentOrdersOf } from "./plain-page.ts";

const { CRM_URL = "", CRM_USERNAME = "", CRM_PASSWORD = "", ERP_URL = "", CATALOG_URL = "" } = process.env;
const WSSE = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd";
const WSU = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd";
const PROFILE = "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-username-token-profile-1.0";
const WSA = "http://www.w3.org/2005/08/addressing";
const CRM = "http://crm.nordhaus.example/2006/08";
const ERP = "http://orders.erp.nordhaus.example/";

const log = pino();
const parser = new XMLParser({ ignoreAttributes: false, parseTagValue: false, removeNSPrefix: true });
const pools = new Map<string, Pool>();

async function ask(url: string, headers: Record<string, string>, body?: string): Promise<Buffer> {
  const { origin, pathname, search } = new URL(url);
  let pool = pools.get(origin);
  if (pool === undefined) pools.set(origin, (pool = new Pool(origin, { connections: 192 })));
  const answer = await pool.request({
    method: body === undefined ? "GET" : "POST",
    path: pathname + search,
    headers,
    body: body ?? null,
    signal: AbortSignal.timeout(1_500),
  });
  return Buffer.from(await answer.body.arrayBuffer());
}

const customer = new CircuitBreaker(async (kdnr: string) => {
  const nonce = randomBytes(16);
  const created = new Date().toISOString();
  const digest = createHash("sha1").update(nonce).update(created).update(CRM_PASSWORD).digest("base64");
  const envelope =
    `<s:Envelope xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Header><w:Security s:mustUnderstand="1" xmlns:w="${WSSE}">` +
    `<w:UsernameToken><w:Username>${CRM_USERNAME}</w:Username><w:Password Type="${PROFILE}#PasswordDigest">${digest}</w:Password>` +
    `<w:Nonce>${nonce.toString("base64")}</w:Nonce><u:Created xmlns:u="${WSU}">${created}</u:Created></w:UsernameToken></w:Security></s:Header>` +
    `<s:Body><LeseKunde xmlns="${CRM}"><kdnr>${kdnr}</kdnr></LeseKunde></s:Body></s:Envelope>`;
  const headers = { "content-type": "text/xml; charset=utf-8", soapaction: `"${CRM}/LeseKunde"` };
  const answer = await ask(CRM_URL, headers, envelope);
  return parser.parse(answer.toString("latin1")).Envelope.Body.LeseKundeResponse.LeseKundeResult;
}, circuit);

const orders = new CircuitBreaker(async (kdnr: string) => {
  const question = Object.entries(recentOrdersOf(kdnr)).map(([name, value]) => `<${name}>${value}</${name}>`);
  const envelope =
    `<s:Envelope xmlns:s="http://www.w3.org/2003/05/soap-envelope"><s:Header><Action xmlns="${WSA}">${ERP}OrderPort/FindOrdersRequest</Action>` +
    `<MessageID xmlns="${WSA}">urn:uuid:${randomUUID()}</MessageID><To xmlns="${WSA}">${ERP_URL}</To></s:Header>` +
    `<s:Body><o:FindOrdersRequest xmlns:o="${ERP}">${question.join("")}</o:FindOrdersRequest></s:Body></s:Envelope>`;
  const answer = await ask(ERP_URL, { "content-type": "application/soap+xml; charset=utf-8" }, envelope);
  return parser.parse(answer.toString()).Envelope.Body.FindOrdersResponse;
}, circuit);

const ProductSchema = z.object({
  sku: z.string(),
  title: z.string(),
  cat: z.string(),
  brand: z.string(),
  price: z.string(),
  currency: z.string(),
  unit: z.string(),
  pack_size: z.string(),
  img: z.string(),
  active: z.enum(["Y", "N"]),
});
const PromotionsSchema = z.object({ data: z.array(z.object({ product: ProductSchema })) });
const headers = { "x-api-key": process.env["CATALOG_API_KEY"] ?? "" };
const promotions = new CircuitBreaker(async () => {
  const answer = await ask(`${CATALOG_URL}/api/promotions?limit=8`, headers);
  return PromotionsSchema.parse(JSON.parse(answer.toString()));
}, circuit);

const app = new Hono();
app.get("/v1/home", async (c) => {
  const started = performance.now();
  const user = c.req.header("x-portico-user");
  if (user === undefined) return c.body(null, 401);
  const [kunde, list, featured] = await Promise.all([
    customer.fire(user),
    orders.fire(user),
    promotions.fire(),
  ]);
  log.info({ route: "/v1/home", status: 200, durationMs: performance.now() - started }, "request");
  return c.json(plainPage(kunde, list, featured));
});
serve({ fetch: app.fetch, hostname: "127.0.0.1", port: Number(process.env["WEB_PORT"]) });
