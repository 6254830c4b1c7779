import type { Scenario } from "../scenario.ts";
import { hang, wait } from "../wait.ts";

export const slow: Scenario<"delayMs"> = {
  name: "slow",
  description: "Answers correctly, but only after delayMs.",
  parameters: { delayMs: { default: 1_500, min: 0, max: 600_000 } },
  begin:
    ({ delayMs }, clock) =>
    async (call, answer) => {
      await wait(delayMs, clock, call.signal);
      return answer(call);
    },
};

export const hangs: Scenario = {
  name: "hangs",
  description: "Accepts the request and never answers.",
  parameters: {},
  begin: () => (call) => hang(call.signal),
};
