import type { Random } from "../../seeded-random.ts";
import { headOf, partsOf } from "../answer-parts.ts";
import type { Play } from "./play.ts";

export const truncate: Play<"truncate"> = async ({ ask, wire }, { bodyShare, announced }) => {
  const parts = partsOf(await ask());
  const part = parts.body.subarray(0, Math.floor(parts.body.length * bodyShare));
  await wire.send(headOf(parts, announced === "whole" ? parts.body.length : part.length));
  await wire.send(part);
  if (announced === "whole") wire.end();
};

export const garbage: Play<"garbage"> = async ({ ask, wire, random }, { instead, bytes }) => {
  const answer = await ask();
  if (instead === "body") await wire.send(headOf(partsOf(answer), bytes));
  await wire.send(randomBytes(bytes, random));
  if (instead === "answer") wire.end();
};

export const wrongLength: Play<"wrong-length"> = async ({ ask, wire }, { byBytes }) => {
  const parts = partsOf(await ask());
  await wire.send(headOf(parts, Math.max(0, parts.body.length + byBytes)));
  await wire.send(parts.body);
};

export const duplicateHeaders: Play<"duplicate-headers"> = async ({ ask, wire }, { header }) => {
  const parts = partsOf(await ask());
  const again = {
    "content-length": `content-length: ${parts.body.length + 1}`,
    "content-type": "content-type: application/octet-stream",
    "transfer-encoding": "transfer-encoding: chunked",
  };
  await wire.send(headOf({ ...parts, head: `${parts.head}${again[header]}\r\n` }, parts.body.length));
  await wire.send(parts.body);
};

const randomBytes = (bytes: number, random: Random): Buffer =>
  Buffer.from(Array.from({ length: bytes }, () => Math.floor(random() * 256)));
