import type { Answer } from "../received-call.ts";
import type { Scenario } from "../scenario.ts";

export const fault = (serverFault: Answer): Scenario => ({
  name: "fault",
  description: "Answers every call with the system's own internal error.",
  parameters: {},
  begin: () => serverFault,
});
