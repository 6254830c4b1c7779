import type { Fault } from "../fault.ts";
import { endlessChunks, gzipBomb, hugeBody, interimFlood } from "./floods.ts";
import { duplicateHeaders, garbage, truncate, wrongLength } from "./lies.ts";
import { bandwidth, drip, latency } from "./pace.ts";
import { type Exchange, pass } from "./play.ts";
import { blackHole, closeRace, hang, refuse, reset } from "./silence.ts";

/** Does with one question what the fault says; `null` passes it on. */
export function play(fault: Fault | null, exchange: Exchange): Promise<void> {
  switch (fault?.kind) {
    case undefined:
    // Never met here: it happens before there is a question.
    case "tls-failure":
      return pass(exchange);
    case "refuse":
      return refuse(exchange, fault);
    case "black-hole":
      return blackHole(exchange, fault);
    case "reset":
      return reset(exchange, fault);
    case "hang":
      return hang(exchange, fault);
    case "latency":
      return latency(exchange, fault);
    case "drip":
      return drip(exchange, fault);
    case "bandwidth":
      return bandwidth(exchange, fault);
    case "truncate":
      return truncate(exchange, fault);
    case "garbage":
      return garbage(exchange, fault);
    case "wrong-length":
      return wrongLength(exchange, fault);
    case "duplicate-headers":
      return duplicateHeaders(exchange, fault);
    case "gzip-bomb":
      return gzipBomb(exchange, fault);
    case "huge-body":
      return hugeBody(exchange, fault);
    case "endless-chunks":
      return endlessChunks(exchange, fault);
    case "interim-flood":
      return interimFlood(exchange, fault);
    case "close-race":
      return closeRace(exchange, fault);
  }
}
