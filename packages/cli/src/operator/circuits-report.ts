import type { CircuitReport } from "@portico/bff-kit/operator";
import { plainLine } from "../screen/plain-text.ts";
import { type Colour, coloured, type Screen } from "../screen/screen.ts";
import { renderTable } from "../screen/table.ts";

const COLOURS: Readonly<Record<CircuitReport["state"], Colour>> = {
  closed: "green",
  half_open: "yellow",
  open: "red",
  disabled: "yellow",
};

const HEADER = ["system", "operation", "state", "since", "lately", "because"];
const STATE_COLUMN = 2;

/** Circuits as people read them, under the name of the process they are in. */
export function circuitsReport(title: string, circuits: readonly CircuitReport[], screen: Screen): string {
  const rows = circuits.map((circuit) => [
    plainLine(circuit.system),
    plainLine(circuit.operation),
    circuit.state,
    circuit.since.replace(/\.\d+Z$/, "Z"),
    lately(circuit),
    because(circuit),
  ]);
  const table = renderTable([HEADER, ...rows], screen.columns, (cell, column) => {
    if (HEADER[column] === cell) return coloured(cell, "dim", screen);
    const colour = column === STATE_COLUMN ? COLOURS[cell as CircuitReport["state"]] : undefined;
    return colour === undefined ? cell : coloured(cell, colour, screen);
  });
  return `${coloured(title, "bold", screen)}\n${table}`;
}

function lately({ counts: { calls, failed, slow } }: CircuitReport): string {
  if (calls === 0) return "no calls";
  const bad = [failed > 0 ? `, ${failed} failed` : "", slow > 0 ? `, ${slow} slow` : ""].join("");
  return `${calls} ${calls === 1 ? "call" : "calls"}${bad}`;
}

/** Why it is as it is; nothing for a circuit that never changed. */
function because({ history }: CircuitReport): string {
  const last = history.at(-1);
  if (last === undefined) return "";
  return plainLine(last.order === undefined ? last.reason : `${last.order.by}: ${last.order.reason}`);
}
