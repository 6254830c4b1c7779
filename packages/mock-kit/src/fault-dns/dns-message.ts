// RFC 1035, 4.1: as much of it as one question about one name takes.

const TYPE_A = 1;
const CLASS_IN = 1;
const RESPONSE = 0x8000;
const AUTHORITATIVE = 0x0400;
const RECURSION_DESIRED = 0x0100;
const RECURSION_AVAILABLE = 0x0080;

export const RCODE = { ok: 0, servfail: 2, nxdomain: 3 } as const;

export interface DnsQuestion {
  readonly id: number;
  readonly flags: number;
  /** In lower case, without the dot at the end. */
  readonly name: string;
  readonly wantsIpv4: boolean;
  /** The question as it came, to be said back. */
  readonly section: Buffer;
}

/** `undefined` for what is no question. */
export function readQuestion(message: Buffer): DnsQuestion | undefined {
  if (message.length < 17 || message.readUInt16BE(4) !== 1) return undefined;
  if ((message.readUInt16BE(2) & RESPONSE) !== 0) return undefined;
  const labels: string[] = [];
  let at = 12;
  for (let length = message[at]; length !== 0; length = message[at]) {
    if (length === undefined || length > 63 || at + length >= message.length) return undefined;
    labels.push(message.toString("latin1", at + 1, at + 1 + length));
    at += 1 + length;
  }
  if (at + 5 > message.length) return undefined;
  return {
    id: message.readUInt16BE(0),
    flags: message.readUInt16BE(2),
    name: labels.join(".").toLowerCase(),
    wantsIpv4: message.readUInt16BE(at + 1) === TYPE_A,
    section: message.subarray(12, at + 5),
  };
}

/** An answer with one IPv4 address, or none. */
export function writeAnswer(
  { id, flags, section, wantsIpv4 }: DnsQuestion,
  rcode: number,
  record?: { readonly address: string; readonly ttlS: number },
): Buffer {
  const answers = record !== undefined && wantsIpv4 ? [addressRecord(record)] : [];
  const header = Buffer.alloc(12);
  header.writeUInt16BE(id, 0);
  const said = RESPONSE | AUTHORITATIVE | (flags & RECURSION_DESIRED) | RECURSION_AVAILABLE;
  header.writeUInt16BE(said | rcode, 2);
  header.writeUInt16BE(1, 4);
  header.writeUInt16BE(answers.length, 6);
  return Buffer.concat([header, section, ...answers]);
}

function addressRecord({ address, ttlS }: { readonly address: string; readonly ttlS: number }): Buffer {
  const record = Buffer.alloc(16);
  record.writeUInt16BE(0xc00c, 0); // the name of the question
  record.writeUInt16BE(TYPE_A, 2);
  record.writeUInt16BE(CLASS_IN, 4);
  record.writeUInt32BE(ttlS, 6);
  record.writeUInt16BE(4, 10);
  record.set(address.split(".").map(Number), 12);
  return record;
}
