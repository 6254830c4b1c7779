import { once } from "node:events";
import { connect } from "node:net";

/** What a flood was answered. */
export interface Flooded {
  readonly served: number;
  /** A 503 that says when to come back; a 504 too, where a system's answer had to wait for a turn of ours. */
  readonly refused: number;
  readonly otherwise: number;
}

/**
 * Asks faster than it is answered: each connection sends all its requests at once, and the last one closes it. Much
 * cheaper than clients that wait, so that it is the server that has too much to do.
 */
export async function flood(
  url: string,
  { connections, requestsEach }: { readonly connections: number; readonly requestsEach: number },
): Promise<Flooded> {
  const requests = Array.from({ length: requestsEach }, (_, i) => requestOf(i, i === requestsEach - 1)).join(
    "",
  );
  const all = await Promise.all(Array.from({ length: connections }, () => answersTo(url, requests)));
  const heads = all.flatMap((text) => text.split(/(?=HTTP\/1\.1 \d)/));
  const served = heads.filter((head) => head.startsWith("HTTP/1.1 200 ")).length;
  const refused = heads.filter((head) =>
    /^HTTP\/1\.1 50[34] [^]*\r\nretry-after: [1-9]\r\n/i.test(head),
  ).length;
  return { served, refused, otherwise: heads.length - served - refused };
}

function requestOf(i: number, isLast: boolean): string {
  const sku = String(1 + (i % 80)).padStart(4, "0");
  const headers = `host: portico.test\r\nx-portico-user: 100001\r\n${isLast ? "connection: close\r\n" : ""}`;
  return `GET /v1/products/WIN-${sku} HTTP/1.1\r\n${headers}\r\n`;
}

async function answersTo(url: string, requests: string): Promise<string> {
  const { hostname, port } = new URL(url);
  const socket = connect({ host: hostname, port: Number(port) });
  let answers = "";
  socket.setEncoding("latin1").on("data", (text: string) => (answers += text));
  socket.write(requests);
  await once(socket, "close");
  return answers;
}
