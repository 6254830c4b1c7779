import { type ScenarioChoice, ScenarioRefused, type Simulator } from "@portico/mock-kit";

/** The control panel under `/_simulator`: which system is in which mood, and what it has seen. */
export async function answerControl(request: Request, simulators: readonly Simulator[]): Promise<Response> {
  const path = new URL(request.url).pathname.replace(/\/$/, "");
  const [, , name, page, ...more] = path.split("/");
  if (name === undefined) {
    return onlyFor(request, { GET: () => Response.json({ systems: simulators.map(describe) }) });
  }
  const simulator = simulators.find((candidate) => candidate.name === name);
  if (simulator === undefined) {
    return problem(404, "unknown-system", `No system "${name}" here.`, {
      validSystems: simulators.map((candidate) => candidate.name),
    });
  }
  switch (more.length === 0 ? page : undefined) {
    case "scenario":
      return onlyFor(request, {
        GET: () => Response.json(simulator.scenario()),
        PUT: async () => switchScenario(simulator, await request.text()),
      });
    case "calls":
      return onlyFor(request, {
        GET: () => Response.json(simulator.calls()),
        DELETE: () => {
          simulator.resetCalls();
          return new Response(null, { status: 204 });
        },
      });
    default:
      return problem(404, "unknown-page", `${name} has two pages here.`, {
        validPages: ["scenario", "calls"].map((valid) => `/_simulator/${name}/${valid}`),
      });
  }
}

const describe = (simulator: Simulator) => ({
  name: simulator.name,
  scenario: simulator.scenario(),
  scenarios: simulator.scenarios.map(({ name, description, parameters }) => ({
    name,
    description,
    parameters,
  })),
});

function switchScenario(simulator: Simulator, body: string): Response {
  const choice = parseChoice(body);
  if (choice === undefined) {
    return problem(400, "bad-body", `The body must be JSON like {"name":"slow","delayMs":2000}.`);
  }
  try {
    return Response.json(simulator.switchTo(choice));
  } catch (error) {
    if (!(error instanceof ScenarioRefused)) throw error;
    return problem(422, error.code.replaceAll("_", "-"), error.message, {
      validScenarios: describe(simulator).scenarios,
    });
  }
}

function parseChoice(body: string): ScenarioChoice | undefined {
  try {
    const value: unknown = JSON.parse(body);
    if (typeof value !== "object" || value === null || !("name" in value)) return undefined;
    return typeof value.name === "string" ? { ...value, name: value.name } : undefined;
  } catch {
    return undefined;
  }
}

type Handlers = Readonly<Record<string, () => Response | Promise<Response>>>;

async function onlyFor(request: Request, handlers: Handlers): Promise<Response> {
  const handler = Object.hasOwn(handlers, request.method) ? handlers[request.method] : undefined;
  if (handler !== undefined) return handler();
  const allow = Object.keys(handlers).join(", ");
  const refusal = problem(405, "method-not-allowed", `This page takes ${allow}.`);
  refusal.headers.set("allow", allow);
  return refusal;
}

/** RFC 9457. */
export function problem(
  status: number,
  type: string,
  detail: string,
  more: Record<string, unknown> = {},
): Response {
  const body = JSON.stringify({ type: `urn:portico:simulator:${type}`, status, detail, ...more });
  return new Response(body, { status, headers: { "content-type": "application/problem+json" } });
}
