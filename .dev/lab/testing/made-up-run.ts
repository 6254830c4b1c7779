import { faultWindows, readScript } from "@portico/mock-kit/faults";
import type { LabRun, Sample } from "../lab-run.ts";
import { LabScriptSchema } from "../lab-script.ts";

/** Ten seconds, the ERP hangs from 4 s to 6 s. */
export const scriptText = (expectations: readonly string[]): string => `
name: made-up
about: Two seconds without the ERP.
durationMs: 10000
load:
  routes:
    - { name: home, path: /v1/home }
    - { name: products, path: "/v1/products?page={1..9}" }
timeline:
  - { system: erp, atMs: 4000, forMs: 2000, fault: { kind: hang } }
expect:
${expectations.map((one) => `  - ${one}`).join("\n")}
`;

/** A whole 200 every 100 ms on each route, in 10 ms, but for what is said otherwise. */
export function madeUpRun(
  expectations: readonly string[],
  otherwise: (sample: Sample) => Partial<Sample> = () => ({}),
  more: Partial<LabRun> = {},
): LabRun {
  const script = readScript(scriptText(expectations), "made-up.yaml", LabScriptSchema);
  const samples = ["home", "products"].flatMap((route) =>
    Array.from({ length: 100 }, (_, i): Sample => {
      const usual = { route, atMs: i * 100, latencyMs: 10, status: 200, states: {} };
      return { ...usual, ...otherwise(usual) };
    }),
  );
  return { script, windows: faultWindows(script.timeline), samples, doors: [], inside: [], ...more };
}
