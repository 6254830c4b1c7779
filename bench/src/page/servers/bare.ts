// The bound: what the product would cost if it were nothing but `node:http`, undici's `request`, its decoder and its views.
import { createServer } from "node:http";
import { catalog } from "@portico/adapter-catalog";
import { crm } from "@portico/adapter-crm";
import { crmContract } from "@portico/adapter-crm/generated";
import { erp } from "@portico/adapter-erp";
import { erpContract } from "@portico/adapter-erp/generated";
import { readConfig, screens } from "@portico/bff-web";
import { type CallContext, type Identity, systemClock } from "@portico/core";
import type { HttpClient } from "@portico/http";
import { soapClient } from "@portico/soap";
import { Pool } from "undici";

const config = readConfig(process.env);
const home = screens.find(({ name }) => name === "home")!;
const close = async () => {};

function requestsTo(url: string): HttpClient {
  const { origin, pathname } = new URL(url);
  const pool = new Pool(origin, { connections: 64 });
  return {
    async request({ method, path, headers, body }) {
      const answer = await pool.request({
        method,
        path: pathname + path,
        headers: headers ?? {},
        body: body ?? null,
      });
      return {
        status: answer.statusCode,
        headers: answer.headers as Record<string, string>,
        body: new Uint8Array(await answer.body.arrayBuffer()),
      };
    },
    close,
  };
}

const { url, username, password } = config.crm;
const customers = soapClient(crmContract, { url, http: requestsTo(url), security: { username, password } });
const orders = soapClient(erpContract, {
  url: config.erp.url,
  http: requestsTo(config.erp.url),
  addressing: "1.0",
});
const catalogHttp = requestsTo(config.catalog.url);
const products = {
  async get(path: string, _schema: unknown, call: CallContext) {
    const headers = { accept: "application/json", "x-api-key": config.catalog.apiKey };
    const { body } = await catalogHttp.request({ method: "GET", path, headers }, call);
    return JSON.parse(Buffer.from(body.buffer).toString()) as never;
  },
  close,
};

const ports = {
  customers: {
    findCustomer: (input: { customerId: string }, call: CallContext) =>
      crm.operations.findCustomer.run(input, { ...customers, close }, call),
  },
  orders: {
    listOrders: (input: Parameters<typeof erp.operations.listOrders.run>[0], call: CallContext) =>
      erp.operations.listOrders.run(input, { ...orders, close }, call),
  },
  products: {
    listFeatured: (input: { limit: number }, call: CallContext) =>
      catalog.operations.listFeatured.run(input, products, call),
  },
};

const signal = new AbortController().signal;
const trace = { traceId: "0".repeat(32), spanId: "0".repeat(16), sampled: false };

async function page(user: Identity): Promise<string> {
  const call: CallContext = {
    requestId: "",
    trace,
    service: { name: "bare" },
    identity: user,
    clock: systemClock,
    deadlineMs: Infinity,
    signal,
    staleAgeMsMax: 0,
    onStale: () => {},
  };
  const loaded = await Promise.all(
    home.sections.map(async ({ name, load }) => [
      name,
      await load(ports, { user, path: {}, query: {}, call, section: () => Promise.reject(new Error()) }),
    ]),
  );
  return JSON.stringify({ ...Object.fromEntries(loaded), sectionStates: {} });
}

createServer((request, response) => {
  const customerId = request.headers["x-portico-user"];
  if (typeof customerId !== "string") {
    response.writeHead(401).end();
    return;
  }
  page({ customerId }).then(
    (body) => {
      response.setHeader("content-type", "application/json");
      return response.end(body);
    },
    (error: Error) => response.writeHead(500).end(error.message),
  );
}).listen(config.server.webPort, "127.0.0.1");
