import type { Random } from "../../seeded-random.ts";
import type { Fault, FaultKind } from "../fault.ts";
import type { Message } from "../message-framer.ts";
import type { Wire } from "../wire.ts";

/** One question on one connection, and all a fault may do with it. */
export interface Exchange {
  readonly wire: Wire;
  readonly random: Random;
  /** 0 for the first on its connection. */
  readonly number: number;
  /** Puts the question to the system behind the proxy. Asked once, by every fault that lets the question through. */
  readonly ask: () => Promise<Message>;
}

export type FaultOf<Kind extends FaultKind> = Extract<Fault, { readonly kind: Kind }>;

/** What a fault does with one question. Rejects with `ConnectionGone` when the client leaves. */
export type Play<Kind extends FaultKind> = (exchange: Exchange, fault: FaultOf<Kind>) => Promise<void>;

export async function pass({ ask, wire }: Exchange): Promise<void> {
  const { head, body } = await ask();
  await wire.send(Buffer.concat([head, body]));
}

export const firstHalf = (bytes: Buffer): Buffer => bytes.subarray(0, Math.ceil(bytes.length / 2));
