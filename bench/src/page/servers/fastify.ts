// Fastify, node-soap and undici.
import { fastify } from "fastify";
import CircuitBreaker from "opossum";
import { Pool } from "undici";
import { circuit, openSystems } from "./node-soap-clients.ts";
import { plainPage } from "./plain-page.ts";

const systems = await openSystems(process.env);
const { origin, pathname } = new URL(process.env["CATALOG_URL"] ?? "");
const pool = new Pool(origin, { connections: 64 });
const headers = { "x-api-key": process.env["CATALOG_API_KEY"] ?? "" };
const promotions = new CircuitBreaker(async () => {
  const { body } = await pool.request({ method: "GET", path: `${pathname}/api/promotions?limit=8`, headers });
  return (await body.json()) as Record<string, unknown>;
}, circuit);

const app = fastify();
app.get("/v1/home", async (request, reply) => {
  const user = request.headers["x-portico-user"];
  if (typeof user !== "string") return reply.status(401).send();
  const [kunde, orders, featured] = await Promise.all([
    systems.customer(user),
    systems.orders(user),
    promotions.fire(),
  ]);
  return plainPage(kunde, orders, featured);
});
await app.listen({ host: "127.0.0.1", port: Number(process.env["WEB_PORT"]) });
