import { cached } from "@portico/cache";
import { BackendUnavailable, ContractBroken, type Policy } from "@portico/core";
import { retry } from "@portico/resilience";
import { describe, expect, onTestFinished, test } from "vitest";
import { adapterConformance, promisesOf } from "../adapter-conformance.ts";
import type { ConformanceOptions } from "../conformance-options.ts";
import { openStage } from "../stage.ts";
import { connect, greet, greeter, type GreeterClient, policies } from "./greeter-adapter.ts";
import { greeterSystem, serveGreeter } from "./greeter-system.ts";

const options: ConformanceOptions<{ url: string; password: string }, (typeof greeter)["operations"]> = {
  simulator: greeterSystem,
  serve: serveGreeter,
  config: (url) => ({ url, password: "correct horse" }),
  healthy: { greet: [{ name: "ada" }, { name: "bob" }] },
  notFound: { greet: [{ name: "stranger" }] },
  failures: { fault: "backend_unavailable" },
};

adapterConformance(greeter, options);

/** Tries one promise, found by a piece of its sentence, on a variant of the honest adapter. */
async function broken(variant: typeof greeter, tried: string, changed: Partial<typeof options> = {}) {
  const stage = await openStage(variant, { ...options, ...changed }, { patienceMs: 200 });
  onTestFinished(() => stage.close());
  const promises = promisesOf(variant, { ...options, ...changed }).filter(({ sentence }) =>
    sentence.includes(tried),
  );
  expect(promises, "promises tried").toHaveLength(1);
  await stage.reset();
  await promises[0]?.prove(stage);
}

const withRun = (run: (typeof greet)["run"]): typeof greeter => ({
  ...greeter,
  operations: { greet: { ...greet, run } },
});
const withPolicies = (...replaced: readonly Policy[]): typeof greeter => ({
  ...greeter,
  operations: { greet: { ...greet, policy: replaced } },
});
const withClient = (change: (client: GreeterClient) => Partial<GreeterClient>): typeof greeter => ({
  ...greeter,
  connect: (config) => {
    const client = connect(config);
    return { ...client, ...change(client) };
  },
});
const [memory, again, circuit, places, oneTry] = policies;

describe("the suite finds out an adapter that", () => {
  test("answers nothing to everything", async () => {
    await expect(
      broken(
        withRun(async () => null),
        "answers as its schema says",
      ),
    ).rejects.toThrow("nothing");
  });

  test("hands out a field of theirs", async () => {
    const variant = withRun(async () => ({ text: "Hello!", known: true }));
    await expect(broken(variant, "answers as its schema says")).rejects.toThrow("known");
  });

  test("answers in another shape than it says", async () => {
    const variant = withRun(async () => ({ text: 1 }) as never);
    await expect(broken(variant, "answers as its schema says")).rejects.toThrow("expected string");
  });

  test("leaves a timer behind", async () => {
    const variant = withRun(async (input, client, call) => {
      call.clock.after(60_000, () => {});
      return greet.run(input, client, call);
    });
    await expect(broken(variant, "answers as its schema says")).rejects.toThrow("timers still running");
  });

  test("makes an error of what does not exist", async () => {
    const variant = withRun(async () => {
      throw new BackendUnavailable("No such person.");
    });
    await expect(broken(variant, "with nothing, which is no error")).rejects.toThrow("No such person.");
  });

  test("takes half an answer for a whole one", async () => {
    const variant = withClient((client) => ({
      ask: (name, call) => client.ask(name, call).catch(() => ({ known: true, greeting: "Hello!" })),
    }));
    await expect(broken(variant, 'under "truncated"')).rejects.toThrow("only contract_broken is honest");
  });

  test("calls an outage by another name", async () => {
    const variant = withRun((input, client, call) =>
      greet.run(input, client, call).catch(() => {
        throw new ContractBroken("Something is wrong.");
      }),
    );
    await expect(broken(variant, 'under "refuses"')).rejects.toThrow("contract_broken");
  });

  test("rejects with what is not on the closed list", async () => {
    const variant = withRun((input, client, call) =>
      greet.run(input, client, call).catch(() => {
        throw new Error("Something is wrong.");
      }),
    );
    await expect(broken(variant, 'under "refuses"')).rejects.toThrow("no BackendError");
  });

  test("quotes what the system said", async () => {
    const variant = withRun(async ({ name }, client, call) => {
      const answer = await client.ask(name, call);
      if ("fault" in answer) throw new BackendUnavailable(`Failed: ${answer.fault}`);
      return null;
    });
    await expect(broken(variant, 'under "fault"')).rejects.toThrow("quotes the backend");
  });

  test("puts its address into a message", async () => {
    const variant: typeof greeter = {
      ...greeter,
      connect: (config) => ({
        ...connect(config),
        ask: async () => {
          throw new BackendUnavailable(`No connection to ${new URL(config.url).host}.`);
        },
      }),
    };
    await expect(broken(variant, 'under "refuses"')).rejects.toThrow("holds configuration");
  });

  test("puts its password into a cause", async () => {
    const variant: typeof greeter = {
      ...greeter,
      connect: (config) => ({
        ...connect(config),
        ask: async () => {
          throw new BackendUnavailable("No connection.", { cause: { request: { headers: config } } });
        },
      }),
    };
    await expect(broken(variant, 'under "refuses"')).rejects.toThrow("holds a secret");
  });

  test("has no bound on its time", async () => {
    await expect(broken(withPolicies(memory, circuit, places), 'under "hangs"')).rejects.toThrow(
      'no "attempt"',
    );
  });

  test("gives up before its time", async () => {
    const hasty: Policy = { ...oneTry, settings: { timeoutMs: 2_000 } };
    await expect(broken(withPolicies(memory, circuit, places, hasty), 'under "hangs"')).rejects.toThrow(
      "the attempt ended before its time",
    );
  });

  test("does not hear that its caller left", async () => {
    const variant = withRun((input, client, call) =>
      greet.run(input, client, { ...call, signal: new AbortController().signal }),
    );
    await expect(broken(variant, "takes its calls back")).rejects.toThrow("calls the system has in hand");
  });

  test("goes on when it is closed", async () => {
    const variant = withClient(() => ({ close: async () => {} }));
    await expect(broken(variant, "ends when the adapter is closed")).rejects.toThrow(
      "calls the system has in hand",
    );
  });

  test("keeps its memory outside, where the next one finds it", async () => {
    const found = new Map<string, unknown>();
    const outside: Policy = {
      ...memory,
      open: () => (next) => async (input, call) => {
        const key = JSON.stringify(input);
        if (!found.has(key)) found.set(key, await next(input, call));
        return found.get(key) as never;
      },
    };
    const variant = withPolicies(outside, circuit, places, oneTry);
    await expect(broken(variant, "shares nothing with the same operation")).rejects.toThrow(
      "calls the system saw",
    );
  });

  test("asks once per caller", async () => {
    const forgetful: Policy = { ...memory, open: () => (next) => next };
    await expect(
      broken(withPolicies(forgetful, circuit, places, oneTry), "asks once for 5 callers"),
    ).rejects.toThrow("calls the system saw");
  });

  test("remembers longer than it says", async () => {
    const stubborn: Policy = { ...cached({ freshMs: 60_000, staleMs: 60_000 }), settings: memory.settings };
    await expect(
      broken(withPolicies(stubborn, circuit, places, oneTry), "when its answer is no longer fresh"),
    ).rejects.toThrow("calls when no longer fresh");
  });

  test("serves yesterday's answer to who did not ask for it", async () => {
    const generous: Policy = {
      ...memory,
      open: (site) => {
        const open = memory.open(site);
        return (next) => {
          const ask = open(next);
          return (input, call) => ask(input, { ...call, staleAgeMsMax: 5_000 });
        };
      },
    };
    await expect(
      broken(withPolicies(generous, circuit, places, oneTry), "serves what it remembers over a failure"),
    ).rejects.toThrow("only backend_unavailable is honest");
  });

  test("tells one customer what another was told", async () => {
    const careless: Policy = { ...memory, open: (site) => memory.open({ ...site, audience: "public" }) };
    await expect(
      broken(withPolicies(careless, circuit, places, oneTry), "tells no customer what another was told"),
    ).rejects.toThrow("calls the system saw");
  });

  test("goes on asking a system that keeps failing", async () => {
    const patient: Policy = { ...circuit, open: () => (next) => next };
    await expect(
      broken(withPolicies(memory, patient, places, oneTry), "leaves a system alone"),
    ).rejects.toThrow("circuit_open");
  });

  test("gives up a question that it may ask again", async () => {
    const resigned: Policy = { ...again, open: () => (next) => next };
    await expect(
      broken(withPolicies(memory, resigned, circuit, places, oneTry), "asks again when the system failed"),
    ).rejects.toThrow("calls the system saw");
  });

  test("asks a failing system as often as it likes", async () => {
    const greedy = retry({ attemptsMax: 3, delayMs: 50, delayMsMax: 50, budgetRatio: 1, budgetReserve: 99 });
    const unbounded: Policy = { ...greedy, settings: again.settings };
    await expect(
      broken(withPolicies(memory, unbounded, places, oneTry), "budget of second tries allows"),
    ).rejects.toThrow("tries");
  });

  test("has a bad day that nobody tries", async () => {
    const withOneMore = (...args: Parameters<typeof greeterSystem>) => {
      const system = greeterSystem(...args);
      return { ...system, scenarios: [...system.scenarios, { name: "row-locked" }] };
    };
    await expect(
      broken(greeter, "every scenario of the simulator", { simulator: withOneMore }),
    ).rejects.toThrow("row-locked");
  });
});
