import { expect, vi } from "vitest";
import { expectFailure } from "../expect-failure.ts";
import { type AdapterPromise, type Probe, settingOf, settingsOf } from "../promise.ts";
import type { Stage } from "../stage.ts";

const CALLERS = 5;

/** How often the system is asked, and who may share an answer. */
export function memoryPromises(probe: Probe): readonly AdapterPromise[] {
  const alone: AdapterPromise = {
    sentence: `${probe.name} shares nothing with the same operation of another opened adapter`,
    async prove(stage) {
      const [input] = probe.healthy;
      const calls = await callsOf(stage, () => stage.open().ask(probe.name)(input));
      const callsAgain = await callsOf(stage, () => stage.open().ask(probe.name)(input));
      expect(callsAgain, "calls the system saw").toBe(calls);
    },
  };
  if (settingsOf(probe, "cached") === undefined) return [alone, askedEachTime(probe)];
  return [alone, askedOnce(probe), freshAsLongAsSaid(probe), identity(probe), ...staleIfAllowed(probe)];
}

const askedEachTime = (probe: Probe): AdapterPromise => ({
  sentence: `${probe.name} has no memory: ${CALLERS} callers at once ask ${CALLERS} times`,
  async prove(stage) {
    const [input] = probe.healthy;
    const ask = stage.open().ask(probe.name);
    const calls = await callsOf(stage, () => ask(input));
    expect(await callsOf(stage, () => Promise.all(times(CALLERS, () => ask(input))))).toBe(calls * CALLERS);
  },
});

const askedOnce = (probe: Probe): AdapterPromise => ({
  sentence: `${probe.name} asks once for ${CALLERS} callers at once, and none can change what the others read`,
  async prove(stage) {
    const [input] = probe.healthy;
    const calls = await callsOf(stage, () => stage.open().ask(probe.name)(input));
    const ask = stage.open().ask(probe.name);
    const answers = await counted(stage, () => Promise.all(times(CALLERS, () => ask(input))));
    expect(answers.calls, "calls the system saw").toBe(calls);
    for (const answer of answers.result) expectFrozen(answer);
  },
});

const freshAsLongAsSaid = (probe: Probe): AdapterPromise => ({
  sentence: `${probe.name} asks again when its answer is no longer fresh, and not before`,
  async prove(stage) {
    const freshMs = settingOf(probe, "cached", "freshMs");
    const surelyFreshMs = freshMs * (1 - settingOf(probe, "cached", "jitterRatio"));
    const servedMs = freshMs + settingOf(probe, "cached", "revalidateMs");
    const [input] = probe.healthy;
    const ask = stage.open().ask(probe.name);
    const calls = await callsOf(stage, () => ask(input));
    if (freshMs > 0) {
      await stage.clock.advance(surelyFreshMs - 1);
      expect(await callsOf(stage, () => ask(input)), "calls while fresh").toBe(0);
      await stage.clock.advance(servedMs - surelyFreshMs + 1);
    }
    expect(await callsOf(stage, () => ask(input)), "calls when no longer fresh").toBe(calls);
  },
});

const identity = (probe: Probe): AdapterPromise => {
  const shared = probe.definition.audience === "public";
  const sentence = shared
    ? `${probe.name} is public: what one customer was told serves the next, and nobody`
    : `${probe.name} tells no customer what another was told, and nobody nothing`;
  return {
    sentence,
    async prove(stage) {
      const [input] = probe.healthy;
      const ask = stage.open().ask(probe.name);
      await ask(input);
      const other = { customerId: `${stage.identity.customerId}0` };
      const calls = await callsOf(stage, () => Promise.allSettled([ask(input, { identity: other })]));
      if (shared) {
        expect(calls, "calls the system saw").toBe(0);
        await expect(ask(input, { identity: null })).resolves.toBeDefined();
      } else {
        expect(calls, "calls the system saw").toBeGreaterThan(0);
        await expect(ask(input, { identity: null })).rejects.toThrow(TypeError);
      }
    },
  };
};

function staleIfAllowed(probe: Probe): readonly AdapterPromise[] {
  const staleMs = settingOf(probe, "cached", "staleMs");
  const freshMs = settingOf(probe, "cached", "freshMs");
  if (staleMs <= freshMs) return [];
  return [
    {
      sentence: `${probe.name} serves what it remembers over a failure to callers that allow it, and to no others`,
      async prove(stage) {
        const [input] = probe.healthy;
        const ask = stage.open().ask(probe.name);
        const asOfMs = stage.clock.epochMs();
        const answer = await ask(input);
        await stage.clock.advance(staleMs);
        stage.system.switchTo({ name: "refuses" });

        const onStale = vi.fn<() => void>();
        await expect(ask(input, { staleAgeMsMax: staleMs, onStale })).resolves.toEqual(answer);
        expect(onStale).toHaveBeenCalledExactlyOnceWith(
          expect.objectContaining({ asOfMs, reason: "backend_unavailable" }),
        );
        await expectFailure(stage, ask(input), "backend_unavailable");
        await expectFailure(stage, ask(input, { staleAgeMsMax: staleMs - 1 }), "backend_unavailable");
        await stage.clock.advance(1);
        await expectFailure(stage, ask(input, { staleAgeMsMax: Infinity }), "backend_unavailable");
      },
    },
  ];
}

async function counted<T>(stage: Stage, ask: () => Promise<T>): Promise<{ result: T; calls: number }> {
  const before = stage.system.calls().total;
  const result = await ask();
  return { result, calls: stage.system.calls().total - before };
}

const callsOf = async (stage: Stage, ask: () => Promise<unknown>): Promise<number> =>
  (await counted(stage, ask)).calls;

const times = <T>(count: number, make: () => T): T[] => Array.from({ length: count }, make);

function expectFrozen(value: unknown): void {
  if (typeof value !== "object" || value === null) return;
  expect(Object.isFrozen(value), `frozen: ${JSON.stringify(value)}`).toBe(true);
  Object.values(value).forEach(expectFrozen);
}
