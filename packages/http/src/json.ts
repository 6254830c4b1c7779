import { ContractBroken } from "@portico/core";
import type { HttpAnswer } from "./message.ts";

/** The answer's JSON value. Checks the media type and that the bytes are UTF-8; says nothing about its shape. */
export function readJson(answer: HttpAnswer): unknown {
  const type = answer.headers["content-type"] ?? "";
  if (!/^application\/(?:[\w.+-]+\+)?json\s*(?:;|$)/i.test(type)) {
    throw new ContractBroken("The answer is not JSON by its Content-Type.");
  }
  try {
    return JSON.parse(utf8.decode(answer.body));
  } catch {
    throw new ContractBroken("The answer is not well-formed JSON.");
  }
}

const utf8 = new TextDecoder("utf-8", { fatal: true });
