import { createSocket } from "node:dgram";
import { once } from "node:events";
import { isIPv4 } from "node:net";
import { RCODE, readQuestion, writeAnswer } from "./dns-message.ts";

/** What a name server says of a name: an IPv4 address, that there is none, that it failed, or nothing at all. */
export type NameAnswer =
  | { readonly address: string; /** Default 30. */ readonly ttlS?: number }
  | "nxdomain"
  | "servfail"
  | "silent";

/** A name server with bad days, on a port of this machine. Point a process to it with `dns.setServers([address])`. */
export interface FaultDns {
  /** `127.0.0.1:5353`, as `setServers` takes it. */
  readonly address: string;
  /** Holds from the next question on. A name nobody spoke of does not exist. */
  set(name: string, answer: NameAnswer): void;
  /** How often each name was asked for, in whatever type. */
  asked(): Readonly<Record<string, number>>;
  close(): Promise<void>;
}

const TTL_S = 30;
const TTL_S_MAX = 2_147_483_647;

/** @throws {TypeError} for an answer that is none */
export async function openFaultDns(names: Readonly<Record<string, NameAnswer>> = {}): Promise<FaultDns> {
  const answers = new Map<string, NameAnswer>();
  const counts = new Map<string, number>();
  const socket = createSocket("udp4");
  socket.on("message", (message, peer) => {
    const question = readQuestion(message);
    if (question === undefined) return;
    counts.set(question.name, (counts.get(question.name) ?? 0) + 1);
    const answer = answers.get(question.name) ?? "nxdomain";
    if (answer === "silent") return;
    const said =
      typeof answer === "string"
        ? writeAnswer(question, RCODE[answer])
        : writeAnswer(question, RCODE.ok, { address: answer.address, ttlS: answer.ttlS ?? TTL_S });
    socket.send(said, peer.port, peer.address);
  });
  const set = (name: string, answer: NameAnswer): void => {
    if (typeof answer !== "string") {
      const { address, ttlS = TTL_S } = answer;
      if (!isIPv4(address)) throw new TypeError(`${address} is no IPv4 address.`);
      if (!Number.isInteger(ttlS) || ttlS < 0 || ttlS > TTL_S_MAX)
        throw new TypeError(`ttlS must be a whole number from 0 to ${TTL_S_MAX}.`);
    }
    answers.set(name.toLowerCase(), answer);
  };
  for (const [name, answer] of Object.entries(names)) set(name, answer);
  socket.bind(0, "127.0.0.1");
  await once(socket, "listening");
  return {
    address: `127.0.0.1:${socket.address().port}`,
    set,
    asked: () => Object.fromEntries(counts),
    async close() {
      const closed = once(socket, "close");
      socket.close();
      await closed;
    },
  };
}
