// What Node can do at most: the finished page, sent again and again.
import { createServer } from "node:http";
import { CUSTOMER } from "../home.ts";

const answer = await fetch(process.env["PAGE_FROM"] ?? "", { headers: { "x-portico-user": CUSTOMER } });
const page = await answer.text();

createServer((_request, response) => {
  response.setHeader("content-type", "application/json");
  response.end(page);
}).listen(Number(process.env["WEB_PORT"]), "127.0.0.1");
