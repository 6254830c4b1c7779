import type { Malform } from "./scenarios/body.ts";

/** Spoils one closing tag in the middle of a document in an ASCII-compatible charset; its length stays. */
export const breakXmlTag: Malform = (body) => {
  const broken = Buffer.from(body);
  const tag = broken.indexOf("</", broken.byteLength >> 1);
  if (tag >= 0) broken[tag + 1] = 0x20;
  return broken;
};
