import type { Clock } from "@portico/core";
import type { Answer, ReceivedCall } from "./received-call.ts";

/** A whole number that tunes a scenario; its name ends in its unit. */
export interface ScenarioParameter {
  readonly default: number;
  readonly min: number;
  readonly max: number;
}

export interface ScenarioDescription {
  readonly name: string;
  /** One line for people. */
  readonly description: string;
  readonly parameters: Readonly<Record<string, ScenarioParameter>>;
}

/** Takes the place of the system's answer, or lets it through with changes. */
export type Behaviour = (call: ReceivedCall, answer: Answer) => Response | Promise<Response>;

/** A mood a system can be in. Its state, if any, begins with `begin` and ends when another takes over. */
export interface Scenario<Parameter extends string = string> extends ScenarioDescription {
  readonly parameters: Readonly<Record<Parameter, ScenarioParameter>>;
  begin(settings: Readonly<Record<Parameter, number>>, clock: Clock): Behaviour;
}

/** A scenario's name and whichever of its parameters shall differ from their defaults. */
export interface ScenarioChoice {
  readonly name: string;
  readonly [parameter: string]: unknown;
}

export interface ActiveScenario {
  readonly name: string;
  readonly parameters: Readonly<Record<string, number>>;
}

/** The choice names no scenario of this system, or a parameter it does not have or take. */
export class ScenarioRefused extends Error {
  readonly code: "unknown_scenario" | "bad_scenario_parameter";

  constructor(code: ScenarioRefused["code"], message: string) {
    super(message);
    this.name = "ScenarioRefused";
    this.code = code;
  }
}

/** @throws {ScenarioRefused} */
export function chooseScenario(
  scenarios: readonly Scenario[],
  choice: ScenarioChoice,
): { scenario: Scenario; active: ActiveScenario } {
  const scenario = scenarios.find(({ name }) => name === choice.name);
  if (scenario === undefined) {
    const names = scenarios.map(({ name }) => name).join(", ");
    throw new ScenarioRefused("unknown_scenario", `No scenario "${choice.name}" here. There are: ${names}.`);
  }
  const { name: _, ...given } = choice;
  for (const parameter of Object.keys(given)) {
    if (!Object.hasOwn(scenario.parameters, parameter)) {
      const names = Object.keys(scenario.parameters).join(", ") || "none";
      throw badParameter(`"${scenario.name}" has no parameter "${parameter}". Its parameters: ${names}.`);
    }
  }
  const parameters = Object.entries(scenario.parameters).map(([parameter, { default: usual, min, max }]) => {
    const value = given[parameter] === undefined ? usual : given[parameter];
    if (typeof value !== "number" || !Number.isInteger(value) || value < min || value > max) {
      throw badParameter(`"${parameter}" must be a whole number from ${min} to ${max}.`);
    }
    return [parameter, value] as const;
  });
  return { scenario, active: { name: scenario.name, parameters: Object.fromEntries(parameters) } };
}

const badParameter = (message: string): ScenarioRefused =>
  new ScenarioRefused("bad_scenario_parameter", message);
