// The least that can be started: no TypeScript, no package.
import { createServer } from "node:http";

createServer((_request, response) => response.end("{}")).listen(Number(process.env["WEB_PORT"]), "127.0.0.1");
