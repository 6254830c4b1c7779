import { subscribe, unsubscribe } from "node:diagnostics_channel";
import { type AddressInfo, createServer, type Server } from "node:net";
import { readScript } from "@portico/mock-kit/faults";
import { expect, onTestFinished, test } from "vitest";
import { LabScriptSchema } from "./lab-script.ts";
import { runLab } from "./run-lab.ts";

const SHORT = `
name: short
about: Nobody listens at the CRM for a moment.
durationMs: 60000
load: { requestsPerS: 1, warmUpMs: 0, routes: [{ name: product, path: /v1/products }] }
timeline: [{ system: crm, atMs: 100, forMs: 400, fault: { kind: refuse } }]
expect: [{ check: failures, route: product, shareMax: 0 }]
`;

/** The ports this process opens from now on, in their order. */
function openedPorts(): readonly number[] {
  const ports: number[] = [];
  const note = (message: unknown) => {
    const { server } = message as { readonly server: Server };
    ports.push((server.address() as AddressInfo).port);
  };
  subscribe("tracing:net.server.listen:asyncEnd", note);
  onTestFinished(() => void unsubscribe("tracing:net.server.listen:asyncEnd", note));
  return ports;
}

test(
  "a day whose faults cannot be played is no day: it ends, and says why",
  { timeout: 60_000 },
  async () => {
    const [ports, { signal }] = [openedPorts(), new AbortController()];
    const script = readScript(SHORT, "short.yaml", LabScriptSchema);
    const lines: string[] = [];
    const run = runLab(script, signal, (line) => {
      lines.push(line.trim());
      // Somebody takes the CRM's port while its proxy does not listen.
      const thief = createServer().listen(ports[0], "127.0.0.1");
      onTestFinished(() => void thief.close());
    });
    await expect(run).rejects.toThrow(/^The faults could not be played: listen EADDRINUSE/);
    expect(lines).toEqual(["0.1 s  crm: refuse"]);
  },
);
