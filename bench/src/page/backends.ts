// The three legacy systems as one process that answers at once: what the simulators said to the home page's questions,
// again and again, to whoever asks. The simulators read and check every request, which would be measured as well.
import { createServer, type IncomingHttpHeaders } from "node:http";
import { developmentUser } from "@portico/bff-kit";
import { createWebBff, openBackends, readConfig } from "@portico/bff-web";
import { listenOnFreePort } from "@portico/core/testing";
import { createMockServer, environmentFor } from "@portico/mock-server";
import { CUSTOMER, HOME } from "./home.ts";

/** What this process tells its parent, once. */
export interface BackendsReady {
  /** Points a BFF at the backends. */
  readonly environment: Readonly<Record<string, string>>;
  readonly sizes: readonly { readonly path: string; readonly bytes: number }[];
}

interface Recorded {
  readonly contentType: string;
  readonly bytes: number;
  /** The answer, cut where it repeats what was asked. */
  readonly parts: readonly (Buffer | "messageId" | "customer")[];
}

const simulators = await createMockServer();
const answers = new Map<string, Recorded>();

const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on("data", (chunk: Buffer) => void chunks.push(chunk));
  request.on("end", () => {
    const { url = "", headers } = request;
    const question = Buffer.concat(chunks);
    const known = answers.get(url);
    if (known !== undefined) send(known, question);
    else {
      record(url, headers, question).then(
        (recorded) => send(recorded, question),
        (error: Error) => response.writeHead(502).end(error.message),
      );
    }
  });

  function send({ contentType, parts }: Recorded, question: Buffer) {
    const repeated = repeatedOf(question);
    const body = Buffer.concat(parts.map((part) => (Buffer.isBuffer(part) ? part : repeated[part])));
    response.writeHead(200, { "content-type": contentType, "content-length": body.length }).end(body);
  }
});

async function record(path: string, headers: IncomingHttpHeaders, question: Buffer): Promise<Recorded> {
  const { host: _, connection: __, ...sent } = headers as Record<string, string>;
  const response = await fetch(simulators.origin + path, {
    headers: { ...sent, "accept-encoding": "identity" },
    ...(question.length > 0 ? { method: "POST", body: question.toString() } : {}),
  });
  const body = Buffer.from(await response.arrayBuffer());
  if (response.status !== 200) throw new Error(`${path} answered ${response.status}: ${body.toString()}`);
  const recorded = {
    contentType: response.headers.get("content-type") ?? "",
    bytes: body.length,
    parts: cut(body, repeatedOf(question)),
  };
  answers.set(path, recorded);
  return recorded;
}

/** What an answer repeats of the question. */
const repeatedOf = (question: Buffer) => ({
  messageId: contentOf("MessageID", question),
  customer: contentOf(question.includes("kdnr") ? "kdnr" : "customerNumber", question),
});

function cut(body: Buffer, repeated: ReturnType<typeof repeatedOf>): Recorded["parts"] {
  let parts: Recorded["parts"] = [body];
  for (const name of ["messageId", "customer"] as const) {
    const text = repeated[name];
    if (text.length === 0) continue;
    parts = parts.flatMap((part) => {
      if (!Buffer.isBuffer(part)) return [part];
      const pieces: (Buffer | typeof name)[] = [];
      let from = 0;
      for (let at = part.indexOf(text); at !== -1; at = part.indexOf(text, from)) {
        pieces.push(part.subarray(from, at), name);
        from = at + text.length;
      }
      return [...pieces, part.subarray(from)];
    });
  }
  return parts;
}

/** What stands in the first element of this name, whatever its prefix; nothing where there is none. */
function contentOf(name: string, message: Buffer): Buffer {
  const at = message.indexOf(name);
  if (at === -1) return Buffer.alloc(0);
  const from = message.indexOf(">", at) + 1;
  return message.subarray(from, message.indexOf("<", from));
}

/** The product asks first, so that the questions are those of its home page. */
async function askOnce(environment: Record<string, string>): Promise<void> {
  const backends = openBackends(readConfig(environment));
  const authenticate = developmentUser({ allowed: true });
  const app = createWebBff({
    ports: backends.ports,
    authenticate,
    metrics: async () => "",
    ready: () => true,
  });
  const answer = await app.request(HOME, { headers: { "x-portico-user": CUSTOMER } });
  if (!(await answer.text()).endsWith('"sectionStates":{}}'))
    throw new Error("The home page is not complete.");
  await backends.close();
  await simulators.close();
}

const environment = environmentFor(`http://127.0.0.1:${await listenOnFreePort(server)}`);
await askOnce(environment);
const sizes = [...answers].map(([path, { bytes }]) => ({ path, bytes }));
process.send?.({ environment, sizes } satisfies BackendsReady);
