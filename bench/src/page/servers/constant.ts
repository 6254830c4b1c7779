// What Node can do at most: the finished page, sent again and again.
import { createServer } from "node:http";
import { CUSTOMER } from "../home.ts";

const page = await (async () => {
  const { PAGE_FROM } = process.env;
  if (PAGE_FROM === undefined) return "{}";
  return (await fetch(PAGE_FROM, { headers: { "x-portico-user": CUSTOMER } })).text();
})();

createServer((_request, response) => {
  response.setHeader("content-type", "application/json");
  response.end(page);
}).listen(Number(process.env["WEB_PORT"]), "127.0.0.1");
