import { gzipSync } from "node:zlib";
import { chunkedHeadOf, chunkOf, headOf, plainPartsOf } from "../answer-parts.ts";
import type { Play } from "./play.ts";

const MIB = 1_024 * 1_024;
const CHUNK_BYTES = 65_536;

export const gzipBomb: Play<"gzip-bomb"> = async ({ ask, wire }, { unpackedMib }) => {
  const parts = plainPartsOf(await ask());
  // A gzip may have any number of members one after the other, so one is enough to hold.
  const member = gzipSync(Buffer.alloc(MIB), { level: 9 });
  const head = `${parts.head}content-encoding: gzip\r\n`;
  await wire.send(headOf({ ...parts, head }, member.length * unpackedMib));
  for (let sent = 0; sent < unpackedMib; sent += 1) await wire.send(member);
};

export const hugeBody: Play<"huge-body"> = async ({ ask, wire }, { bodyMib, announced }) => {
  const parts = plainPartsOf(await ask());
  const bytes = bodyMib * MIB;
  const piece = announced ? Buffer.alloc(CHUNK_BYTES, " ") : chunkOf(Buffer.alloc(CHUNK_BYTES, " "));
  await wire.send(announced ? headOf(parts, bytes) : chunkedHeadOf(parts));
  for (let sent = 0; sent < bytes; sent += CHUNK_BYTES) await wire.send(piece);
  if (!announced) await wire.send("0\r\n\r\n");
};

export const endlessChunks: Play<"endless-chunks"> = async ({ ask, wire }, { bytes, everyMs }) => {
  await wire.send(chunkedHeadOf(plainPartsOf(await ask())));
  const chunk = chunkOf(Buffer.alloc(bytes, " "));
  for (;;) {
    await wire.send(chunk);
    await wire.pause(everyMs);
  }
};

const INTERIM = { 100: "Continue", 102: "Processing", 103: "Early Hints" } as const;
const INTERIM_BATCH = 500;

export const interimFlood: Play<"interim-flood"> = async ({ ask, wire }, { status, count }) => {
  const { head, body } = await ask();
  const line = `HTTP/1.1 ${status} ${INTERIM[status]}\r\n\r\n`;
  for (let left = count; left > 0; left -= INTERIM_BATCH) {
    await wire.send(line.repeat(Math.min(left, INTERIM_BATCH)));
  }
  await wire.send(Buffer.concat([head, body]));
};
