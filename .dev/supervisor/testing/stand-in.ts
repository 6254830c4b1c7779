// A service of a few lines, in every mood a service can have. MOOD chooses.
import { createServer } from "node:http";

const mood = process.env["MOOD"] ?? "healthy";
const log = (level: number | string, msg: string, fields: object = {}) =>
  console.log(
    JSON.stringify({ level, time: Date.now(), pid: process.pid, hostname: "here", ...fields, msg }),
  );

if (mood === "dies at start") {
  log(30, "reading config");
  console.error("CRM_URL is missing.");
  process.exit(1);
}

const server = createServer((request, response) => {
  if (request.url === "/die") process.exit(3);
  if (request.url === "/warn")
    log("warn", "backend call failed", {
      system: "catalog",
      error: { name: "BackendTimeout", code: "backend_timeout", message: "timed out \u001B[31m" },
      nested: {},
    });
  if (request.url === "/named")
    log("warn", "cache unreachable", { requestId: "4711", tags: ["all", "system:crm"] });
  response.statusCode = request.url === "/health/ready" && mood === "never ready" ? 503 : 200;
  response.end();
});
server.listen(Number(process.env["PORT"]), process.env["HOST"], () => log(30, "listening"));

process.on("SIGTERM", () => {
  console.error("asked to stop");
  if (mood === "stubborn") return;
  server.close(() => process.exit(0));
  server.closeAllConnections();
});
