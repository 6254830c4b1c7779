import { CircuitOpen } from "@portico/core";
import { expect } from "vitest";
import { expectFailure } from "../expect-failure.ts";
import { type AdapterPromise, type Probe, settingOf, settingsOf } from "../promise.ts";

/** What a system that keeps failing is spared. */
export function circuitPromises(probe: Probe): readonly AdapterPromise[] {
  if (settingsOf(probe, "breaker") === undefined) return [];
  return [
    {
      sentence: `${probe.name} leaves a system alone that keeps failing, and says for how long`,
      async prove(stage) {
        const callsMin = settingOf(probe, "breaker", "callsMin");
        const openMs = settingOf(probe, "breaker", "openMs");
        const [input] = probe.healthy;
        const ask = stage.open().ask(probe.name);
        stage.system.switchTo({ name: "refuses" });
        for (let call = 0; call < callsMin; call += 1) {
          await expectFailure(stage, ask(input), "backend_unavailable");
        }
        stage.system.resetCalls();
        const refused = ask(input);
        await expectFailure(stage, refused, "circuit_open");
        expect(stage.system.calls().total, "calls the system saw").toBe(0);
        const error: unknown = await refused.catch((reason: unknown) => reason);
        expect(error).toBeInstanceOf(CircuitOpen);
        // Give or take a fifth: replicas must not try together.
        expect((error as CircuitOpen).retryAfterMs).toBeGreaterThanOrEqual(openMs * 0.8);
        expect((error as CircuitOpen).retryAfterMs).toBeLessThanOrEqual(openMs * 1.2);
      },
    },
  ];
}
