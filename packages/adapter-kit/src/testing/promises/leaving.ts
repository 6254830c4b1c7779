import { CallCancelled } from "@portico/core";
import { expectFailure } from "../expect-failure.ts";
import type { AdapterPromise, Probe } from "../promise.ts";
import type { Stage } from "../stage.ts";

/** What happens to the system when we go. */
export const leavingPromises = (probe: Probe): readonly AdapterPromise[] => [
  {
    sentence: `${probe.name} takes its calls back when its caller leaves`,
    async prove(stage) {
      const caller = new AbortController();
      const answer = await hanging(stage, probe, { signal: caller.signal });
      caller.abort(new CallCancelled("Gone."));
      await stage.untilNothingRuns();
      await expectFailure(stage, answer.promise, "call_cancelled");
    },
  },
  {
    sentence: `${probe.name} ends when the adapter is closed, and closing twice is closing once`,
    async prove(stage) {
      const { promise, close } = await hanging(stage, probe, {});
      await close();
      await close();
      await stage.untilNothingRuns();
      await expectFailure(stage, promise, "backend_unavailable");
    },
  },
];

async function hanging(stage: Stage, probe: Probe, overrides: { readonly signal?: AbortSignal }) {
  const { ask, close } = stage.open();
  stage.system.switchTo({ name: "hangs" });
  const promise = ask(probe.name)(probe.healthy[0], overrides);
  promise.catch(() => {});
  await stage.untilAsked();
  return { promise, close };
}
