import { readdirSync, readFileSync } from "node:fs";
import { basename, join } from "node:path";
import { fileURLToPath } from "node:url";

const ROOT = fileURLToPath(new URL("../fixtures", import.meta.url));

/** A contract as one of the old stacks writes it, and messages as that stack writes them. */
export interface Fixture {
  /** `wcf-orders`: whose style, and what about. */
  readonly name: string;
  readonly folder: string;
  readonly messages: readonly Message[];
}

/** An envelope written by hand, and the value it must mean. */
export interface Message {
  /** `GetOrders.answer-two` */
  readonly name: string;
  readonly operation: string;
  readonly kind: "request" | "answer" | "fault";
  readonly envelope: Buffer;
  readonly value: unknown;
}

export const WSDL = "service.wsdl";

export function readFixtures(): readonly Fixture[] {
  return readdirSync(ROOT, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => ({ name, folder: join(ROOT, name), messages: readMessages(join(ROOT, name)) }))
    .toSorted((a, b) => (a.name < b.name ? -1 : 1));
}

function readMessages(folder: string): readonly Message[] {
  return readdirSync(folder)
    .toSorted()
    .flatMap((file): readonly Message[] => {
      const [, operation, kind] = /^(.+)\.(request|answer|fault)(?:-[a-z]+)?\.json$/.exec(file) ?? [];
      if (operation === undefined || kind === undefined) return [];
      const name = basename(file, ".json");
      return [
        {
          name,
          operation,
          kind: kind as Message["kind"],
          envelope: readFileSync(join(folder, `${name}.xml`)),
          value: revive(JSON.parse(readFileSync(join(folder, file), "utf8"))),
        },
      ];
    });
}

/** JSON has no bytes and no infinity: `{ "$bytes": "AP8=" }`, `{ "$number": "NaN" }`. */
function revive(json: unknown): unknown {
  if (Array.isArray(json)) return json.map(revive);
  if (typeof json !== "object" || json === null) return json;
  const { $bytes, $number } = json as { $bytes?: unknown; $number?: unknown };
  if (typeof $bytes === "string") return new Uint8Array(Buffer.from($bytes, "base64"));
  if (typeof $number === "string") return Number($number);
  return Object.fromEntries(Object.entries(json).map(([key, value]) => [key, revive(value)]));
}
