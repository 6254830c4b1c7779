import { type Clock, systemClock } from "@portico/core";
import { callLedger, type CallReport } from "./call-ledger.ts";
import type { Answer, ReceivedCall } from "./received-call.ts";
import {
  type ActiveScenario,
  chooseScenario,
  type Scenario,
  type ScenarioChoice,
  type ScenarioDescription,
} from "./scenario.ts";

/** A legacy system in a box. It keeps its own state and shares none, so a test may open as many as it likes. */
export interface Simulator {
  readonly name: string;
  /** Rejects with the signal's reason when the caller leaves first. `Response.error()` stands for a reset connection. */
  readonly fetch: (request: Request) => Promise<Response>;
  readonly scenarios: readonly ScenarioDescription[];
  scenario(): ActiveScenario;
  /**
   * Holds from the next call on; calls already hanging go on hanging.
   * @throws {ScenarioRefused}
   */
  switchTo(choice: ScenarioChoice): ActiveScenario;
  calls(): CallReport;
  resetCalls(): void;
}

export interface SimulatorDefinition {
  readonly name: string;
  readonly clock?: Clock | undefined;
  /** The first is the one it begins with. */
  readonly scenarios: readonly [Scenario, ...Scenario[]];
  /** The contract, which is served whatever the scenario and never counted. `undefined`: this is a call. */
  readonly document: (url: URL) => Response | undefined;
  /** What the call shall be counted as: a small, closed set of names. */
  readonly operationOf: (call: ReceivedCall) => string;
  readonly answer: Answer;
}

export function createSimulator(definition: SimulatorDefinition): Simulator {
  const { name, clock = systemClock, scenarios, answer } = definition;
  const ledger = callLedger();
  // Only the Request itself passes its caller's abort on to `signal`. One that hangs is reachable from nowhere else, and
  // once it is collected, nobody learns that the caller left.
  const present = new Set<Request>();
  let active: ActiveScenario;
  let behave: ReturnType<Scenario["begin"]>;

  function switchTo(choice: ScenarioChoice): ActiveScenario {
    const chosen = chooseScenario(scenarios, choice);
    active = chosen.active;
    behave = chosen.scenario.begin(active.parameters, clock);
    return active;
  }
  switchTo({ name: scenarios[0].name });

  return {
    name,
    scenarios,
    scenario: () => active,
    switchTo,
    calls: () => ledger.report(),
    resetCalls: () => ledger.reset(),
    async fetch(request) {
      const url = new URL(request.url);
      const document = request.method === "GET" ? definition.document(url) : undefined;
      if (document !== undefined) return document;
      const { method, headers, signal } = request;
      const body = new Uint8Array(await request.arrayBuffer());
      const call = { method, url, headers, signal, body };
      const left = ledger.arrived(definition.operationOf(call));
      present.add(request);
      try {
        return await behave(call, answer);
      } finally {
        present.delete(request);
        left();
      }
    },
  };
}
