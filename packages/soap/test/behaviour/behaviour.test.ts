import { readFileSync } from "node:fs";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import { buffer } from "node:stream/consumers";
import { fileURLToPath } from "node:url";
import { listenOnFreePort } from "@portico/core/testing";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { compileContract } from "../../src/codegen/compile.ts";
import { NotCompilable } from "../../src/codegen/not-compilable.ts";
import { comparableEnvelope } from "../comparable-xml.ts";
import { GeneratedFolder } from "../generated-folder.ts";
import { rowAnswer, rowWsdl } from "./messages.ts";
import { type Peer, type PeerContract, peers } from "./peers.ts";
import { type Row, rows } from "./rows.ts";
import { code, type Outcome, outputCell, requestCell } from "./table.ts";

const readmeFile = fileURLToPath(new URL("../../README.md", import.meta.url));
const generated = new GeneratedFolder();
let server: Server;
let url: string;
let answer: ReturnType<typeof rowAnswer>;
let received: Buffer | undefined;

beforeAll(async () => {
  // A `Date` made from a time without zone depends on where it is made; the table must not.
  vi.stubEnv("TZ", "Europe/Vienna");
  server = createServer((request, response) => void respond(request, response));
  url = `http://127.0.0.1:${await listenOnFreePort(server)}/`;
});

afterAll(async () => {
  vi.unstubAllEnvs();
  generated.remove();
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

test("the README tells what becomes of data that is easily lost, here and elsewhere", async () => {
  const lines: string[] = [];
  for (const [index, row] of rows.entries()) lines.push(await lineOf(row, `row-${index}`));
  const table = [
    `| | the message | ${peers.map(({ name }) => name).join(" | ")} |`,
    `|---|---|${peers.map(() => "---|").join("")}`,
    ...lines,
  ].join("\n");
  const readme = readFileSync(readmeFile, "utf8");
  const written = readme.replace(
    /(<!-- behaviour: .*? -->\n)[^]*?(\n<!-- end -->)/,
    (_all, begin: string, end: string) => `${begin}\n${table}\n${end}`,
  );
  await expect(written).toMatchFileSnapshot(readmeFile);
}, 60_000);

async function respond(request: IncomingMessage, response: ServerResponse): Promise<void> {
  received = await buffer(request);
  response.writeHead(200, { "content-type": answer.contentType }).end(answer.bytes);
}

async function lineOf(row: Row, name: string): Promise<string> {
  const contract = await contractOf(row, name);
  const outcomes: Outcome[] = [];
  for (const peer of peers) outcomes.push(await outcomeOf(peer, contract, row));
  const isRequest = row.input !== undefined;
  const wire = isRequest ? JSON.stringify(row.input) : (row.body ?? row.wire);
  const shown = wire === "" || wire === undefined ? "" : code(wire);
  return `| ${row.title} | ${shown} | ${outcomes.map(isRequest ? requestCell : outputCell).join(" | ")} |`;
}

async function contractOf(row: Row, name: string): Promise<PeerContract> {
  const file = generated.write(`${name}.wsdl`, rowWsdl(row));
  try {
    const text = compileContract({ name: "row", folder: generated.path, wsdl: `${name}.wsdl` });
    generated.write(`${name}.gen.ts`, text);
    return { file, compiled: await generated.load(`${name}.gen.ts`, "rowContract") };
  } catch (error) {
    if (!(error instanceof NotCompilable)) throw error;
    return { file, compiled: error.message.replace(/^row-[0-9]+\.wsdl:[0-9]+: /, "") };
  }
}

async function outcomeOf(peer: Peer, contract: PeerContract, row: Row): Promise<Outcome> {
  answer = rowAnswer(row);
  received = undefined;
  let result: Outcome["result"];
  try {
    result = { output: await peer.ask(contract, url, row.input ?? {}) };
  } catch (error) {
    result = { error };
  }
  return { sent: received === undefined ? undefined : comparableEnvelope(received).body[0], result };
}
