import { serveFetch } from "@portico/mock-kit";
import { expect, onTestFinished, test } from "vitest";
import { readScript } from "@portico/mock-kit/faults";
import { runLoad } from "./load.ts";
import { LabScriptSchema } from "./lab-script.ts";

/** What a client notes of a server that answers by path, asked `requestsPerS` times a second for one second. */
async function samplesFrom(answers: Readonly<Record<string, () => Response>>, requestsPerS: number) {
  const server = await serveFetch(async ({ url }) => answers[new URL(url).pathname]?.() ?? Response.error());
  onTestFinished(() => server.close());
  const routes = Object.keys(answers).map((path) => `{ name: ${path.slice(1)}, path: ${path} }`);
  const script = `
name: short
about: One second.
durationMs: 1000
load: { requestsPerS: ${requestsPerS}, warmUpMs: 500, routes: [${routes.join(", ")}] }
timeline: [{ system: erp, atMs: 1, forMs: 1, fault: { kind: hang } }]
expect: [{ check: memory, riseMibMax: 1 }]`;
  const { signal } = new AbortController();
  const load = readScript(script, "short.yaml", LabScriptSchema);
  return runLoad(server.origin, load, performance.now() + 500, signal);
}

test("what a client notes: status, problem and marks, of screens and of what is none", async () => {
  const samples = await samplesFrom(
    {
      "/whole": () => Response.json({ customer: {} }),
      "/gaps": () => Response.json({ sectionStates: { featured: { state: "stale" } } }),
      "/list": () => Response.json([1]),
      "/nothing": () => Response.json(null),
      "/page": () => new Response("<p>docs</p>", { headers: { "content-type": "text/html" } }),
      "/shed": () => Response.json({ code: "overloaded" }, { status: 503 }),
      "/broken": () => new Response("{", { headers: { "content-type": "application/json" } }),
      "/gone": () => Response.error(),
    },
    200,
  );
  expect(samples).toHaveLength(200);
  const seen = new Map(
    samples.map(({ route, status, states, problem }) => [route, [status, states, problem]]),
  );
  expect(Object.fromEntries(seen)).toEqual({
    whole: [200, {}, undefined],
    gaps: [200, { featured: "stale" }, undefined],
    list: [200, {}, undefined],
    nothing: [200, {}, undefined],
    page: [200, {}, undefined],
    shed: [503, {}, "overloaded"],
    broken: [0, {}, undefined],
    gone: [0, {}, undefined],
  });
});

test("every second has its request, also where they do not begin with the clock", async () => {
  const samples = await samplesFrom({ "/whole": () => Response.json({}) }, 1);
  expect(samples.map(({ atMs }) => atMs)).toEqual([500]);
});
