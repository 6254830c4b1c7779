import type { BackendErrorCode } from "@portico/core";
import { expect, vi } from "vitest";
import { expectFailure } from "../expect-failure.ts";
import { type AdapterPromise, type Probe, settingOf } from "../promise.ts";
import type { Stage } from "../stage.ts";

/** The days every system can have, and what they are to us. Source: DESIGN, "A call to a legacy system". */
const STANDARD: Readonly<Record<string, BackendErrorCode>> = {
  slow: "backend_timeout",
  hangs: "backend_timeout",
  refuses: "backend_unavailable",
  "resets-mid-body": "backend_unavailable",
  truncated: "contract_broken",
  malformed: "contract_broken",
  "wrong-content-type": "contract_broken",
};

/** Good days, and days that are a mixture of others. */
const NO_FAILURE = ["healthy", "intermittent"];

export function badDayPromises(
  probes: readonly Probe[],
  own: Readonly<Record<string, BackendErrorCode>>,
): readonly AdapterPromise[] {
  const days = Object.entries({ ...STANDARD, ...own });
  return [
    {
      sentence: "every scenario of the simulator is tried here",
      async prove({ system }) {
        const tried = new Set([...NO_FAILURE, ...days.map(([scenario]) => scenario)]);
        const untried = system.scenarios.map(({ name }) => name).filter((name) => !tried.has(name));
        expect(untried.join(", "), "scenarios nobody tries").toBe("");
      },
    },
    ...probes.flatMap((probe) => days.map(([scenario, code]) => failsAndRecovers(probe, scenario, code))),
  ];
}

const failsAndRecovers = (probe: Probe, scenario: string, code: BackendErrorCode): AdapterPromise => ({
  sentence: `${probe.name} under "${scenario}" fails as ${code} in time, and answers again afterwards`,
  async prove(stage) {
    const timeoutMs = settingOf(probe, "attempt", "timeoutMs");
    const [input] = probe.healthy;
    const ask = stage.open().ask(probe.name);
    stage.system.switchTo({ name: scenario, ...(scenario === "slow" ? { delayMs: timeoutMs + 1 } : {}) });

    const answer = ask(input);
    if (code === "backend_timeout") await letTimePass(stage, answer, timeoutMs);
    await expectFailure(stage, answer, code);
    await stage.untilNothingRuns();

    stage.system.switchTo({ name: "healthy" });
    await expect(ask(input)).resolves.toBeDefined();
  },
});

/** The call holds out to the last millisecond of its attempt, and not longer. */
async function letTimePass(stage: Stage, answer: Promise<unknown>, timeoutMs: number): Promise<void> {
  const settled = vi.fn<() => void>();
  answer.then(settled, settled);
  await stage.untilAsked();
  await stage.clock.advance(timeoutMs - 1);
  expect(settled, "the attempt ended before its time").not.toHaveBeenCalled();
  await stage.clock.advance(1);
  expect(settled, "the attempt went on after its time").toHaveBeenCalled();
}
