import { createSocket } from "node:dgram";
import { once } from "node:events";
import { onTestFinished } from "vitest";

type Family = "IPv4" | "IPv6";

/** What it says of a name: the bytes of its address of this family, that it has none, or that there is no such name. */
type Says = (name: string, family: Family) => readonly number[] | "no such name";

const HEADER_BYTES = 12;
const IPV6_TYPE = 28;
const NO_SUCH_NAME = 3;
const TTL_S = [0, 0, 0, 30] as const;

/** A name server of this machine, and what it was asked, in order. RFC 1035, 4. */
export async function nameServer(says: Says) {
  const asked: string[] = [];
  const socket = createSocket("udp4");
  socket.on("message", (question, { port, address }) => {
    const labels: string[] = [];
    let at = HEADER_BYTES;
    for (let length = question[at] ?? 0; length > 0; length = question[at] ?? 0) {
      labels.push(question.toString("latin1", at + 1, at + 1 + length));
      at += 1 + length;
    }
    const family: Family = question.readUInt16BE(at + 1) === IPV6_TYPE ? "IPv6" : "IPv4";
    const said = says(labels.join("."), family);
    asked.push(`${labels.join(".")} ${family}`);
    const found = said === "no such name" ? [] : said;
    const rcode = said === "no such name" ? NO_SUCH_NAME : 0;
    const header = [0x81, 0x80 + rcode, 0, 1, 0, found.length > 0 ? 1 : 0, 0, 0, 0, 0];
    // Of the name that was asked for, which stands right behind the header.
    const record = [
      0xc0,
      HEADER_BYTES,
      ...question.subarray(at + 1, at + 5),
      ...TTL_S,
      0,
      found.length,
      ...found,
    ];
    socket.send(
      Buffer.from([
        ...question.subarray(0, 2),
        ...header,
        ...question.subarray(HEADER_BYTES, at + 5),
        ...(found.length > 0 ? record : []),
      ]),
      port,
      address,
    );
  });
  socket.bind(0, "127.0.0.1");
  await once(socket, "listening");
  onTestFinished(() => void socket.close());
  return { address: `127.0.0.1:${socket.address().port}`, asked };
}
