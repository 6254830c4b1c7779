import type { ComparableElement } from "../comparable-xml.ts";

/** What became of one row with one library: the request it sent, and what it gave back. */
export interface Outcome {
  readonly sent: ComparableElement | undefined;
  readonly result: { readonly output: unknown } | { readonly error: unknown };
}

const MESSAGE_CHARACTERS_MAX = 110;

export const outputCell = ({ result }: Outcome): string =>
  "error" in result ? errorCell(result.error) : code(inWords(result.output));

/** A request counts by what left, whatever came back. */
export const requestCell = ({ sent, result }: Outcome): string =>
  sent === undefined
    ? "error" in result
      ? errorCell(result.error)
      : "nothing sent"
    : `sends ${code(xmlOf(sent))}`;

function errorCell(error: unknown): string {
  // node-soap rejects with an object that looks like a fault when it cannot read the answer.
  const { message, Fault } = error as { message?: unknown; Fault?: { faultstring?: unknown } };
  const [line = ""] = String(message ?? Fault?.faultstring).split("\n");
  const said = line.replaceAll(/127\.0\.0\.1:[0-9]+/g, "…").slice(0, MESSAGE_CHARACTERS_MAX);
  const name = error instanceof Error ? error.constructor.name : "rejects";
  return `**${name}** ${escaped(said)}`;
}

/** JSON, with what JSON has no word for. */
function inWords(value: unknown): string {
  if (value === undefined) return "undefined";
  if (value instanceof Date)
    return Number.isNaN(value.getTime()) ? "Invalid Date" : `Date ${value.toISOString()}`;
  if (typeof value === "number" || typeof value === "bigint") return String(value);
  if (Array.isArray(value)) return `[${value.map(inWords).join(", ")}]`;
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const entries = Object.entries(value).map(([key, one]) => `${key}: ${inWords(one)}`);
  return entries.length === 0 ? "{}" : `{ ${entries.join(", ")} }`;
}

function xmlOf({ name, content }: ComparableElement): string {
  const local = name.slice(name.indexOf("}") + 1);
  const inside = typeof content === "string" ? content : content.map(xmlOf).join("");
  return inside === "" ? `<${local}/>` : `<${local}>${inside}</${local}>`;
}

const escaped = (text: string): string => text.replaceAll(/[|<>`*_{}[\]]/g, (mark) => `\\${mark}`);
export const code = (text: string): string => `\`${text.replaceAll("|", "\\|")}\``;
