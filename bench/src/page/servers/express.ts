// Express, node-soap, axios and opossum.
import axios from "axios";
import express from "express";
import CircuitBreaker from "opossum";
import { circuit, openSystems } from "./node-soap-clients.ts";
import { plainPage } from "./plain-page.ts";

const systems = await openSystems(process.env);
const catalog = axios.create({
  baseURL: process.env["CATALOG_URL"] ?? "",
  headers: { "x-api-key": process.env["CATALOG_API_KEY"] ?? "" },
});
const promotions = new CircuitBreaker(
  async () => (await catalog.get<Record<string, unknown>>("/api/promotions?limit=8")).data,
  circuit,
);

const app = express();
app.get("/v1/home", (request, response, next) => {
  const user = request.get("x-portico-user");
  if (user === undefined) {
    response.status(401).end();
    return;
  }
  Promise.all([systems.customer(user), systems.orders(user), promotions.fire()]).then(
    ([kunde, orders, featured]) => response.json(plainPage(kunde, orders, featured)),
    next,
  );
});
app.listen(Number(process.env["WEB_PORT"]), "127.0.0.1");
