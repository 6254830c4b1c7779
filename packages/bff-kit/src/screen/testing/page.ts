import type { CallContext } from "@portico/core";
import { type FakeClock, testCall } from "@portico/core/testing";
import { z } from "zod";
import { budgetSpent } from "../../edge/edge.ts";
import { runScreen } from "../run-screen.ts";
import { type AnyScreen, screensOver } from "../screen.ts";

export type Load = (call: CallContext) => Promise<string>;
export type Ports = Record<"must" | "old" | "nice", Load>;

export const text = { schema: z.string(), example: "text" };
export const begin = () =>
  screensOver<Ports>()("/page", { name: "page", summary: "A page", budgetMs: 1_000 });

export const page = begin()
  .required("must", { ...text, from: ["must"], load: ({ must }, { call }) => must(call) })
  .staleOk("old", { ...text, ageMsMax: 60_000, from: ["old"], load: ({ old }, { call }) => old(call) })
  .optional("nice", { ...text, from: ["nice"], load: ({ nice }, { call }) => nice(call) });

const says =
  (word: string): Load =>
  async () =>
    word;
export const fails =
  (error: Error): Load =>
  () =>
    Promise.reject(error);
export const hangs: Load = (call) =>
  new Promise((_, reject) =>
    call.signal.addEventListener("abort", () => reject(call.signal.reason as Error)),
  );

export const healthy: Ports = { must: says("m"), old: says("o"), nice: says("n") };
const input = { user: { customerId: "100001" }, path: {}, query: {} };

/** A call whose budget of one second runs on `clock`, and the hand that cancels it. */
export function budgeted(clock: FakeClock) {
  const controller = new AbortController();
  clock.after(1_000, () => controller.abort(budgetSpent(1_000)));
  return { call: testCall({ clock, deadlineMs: 1_000, signal: controller.signal }), controller };
}

export const answer = async (ports: Partial<Ports>, screen: AnyScreen = page, call = testCall()) =>
  JSON.parse((await runScreen(screen, { ...healthy, ...ports }, input, call)).body.toString()) as Record<
    string,
    unknown
  >;
