import { sampleDelayMs } from "../delay.ts";
import { pass, type Play } from "./play.ts";

export const latency: Play<"latency"> = async (exchange, { delay }) => {
  const answer = await exchange.ask();
  await exchange.wire.pause(sampleDelayMs(delay, exchange.random));
  await pass({ ...exchange, ask: async () => answer });
};

export const drip: Play<"drip"> = async ({ ask, wire }, { bytes, everyMs }) => {
  const { head, body } = await ask();
  await inPieces(Buffer.concat([head, body]), bytes, everyMs, wire);
};

// Twenty pieces a second look like a line to any client, and cost little.
const PIECE_MS = 50;

export const bandwidth: Play<"bandwidth"> = async ({ ask, wire }, { bytesPerS }) => {
  const { head, body } = await ask();
  const pieceBytes = Math.max(1, Math.round((bytesPerS * PIECE_MS) / 1_000));
  await inPieces(Buffer.concat([head, body]), pieceBytes, (pieceBytes / bytesPerS) * 1_000, wire);
};

async function inPieces(
  bytes: Buffer,
  pieceBytes: number,
  everyMs: number,
  wire: Parameters<Play<"drip">>[0]["wire"],
): Promise<void> {
  for (let at = 0; at < bytes.length; at += pieceBytes) {
    await wire.pause(everyMs);
    await wire.send(bytes.subarray(at, at + pieceBytes));
  }
}
