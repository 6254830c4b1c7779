import type { Scenario } from "../scenario.ts";
import { seededRandom } from "../seeded-random.ts";

export const refuses: Scenario = {
  name: "refuses",
  description: "Resets the connection before the first byte of an answer.",
  parameters: {},
  begin: () => () => Response.error(),
};

export const intermittent: Scenario<"percent" | "seed"> = {
  name: "intermittent",
  description: "Fails like refuses for percent of the calls, in an order fixed by seed; else healthy.",
  parameters: {
    percent: { default: 50, min: 0, max: 100 },
    seed: { default: 1, min: 0, max: 4_294_967_295 },
  },
  begin({ percent, seed }) {
    const random = seededRandom(seed);
    return (call, answer) => (random() * 100 < percent ? Response.error() : answer(call));
  },
};

export const resetsMidBody: Scenario = {
  name: "resets-mid-body",
  description: "Announces the whole body, sends half of it, then resets the connection.",
  parameters: {},
  begin: () => async (call, answer) => {
    const whole = await answer(call);
    const body = new Uint8Array(await whole.arrayBuffer());
    return new Response(brokenOff(body), whole);
  },
};

// The error must wait for the read after the first half: a stream that errs drops what it has queued.
function brokenOff(body: Uint8Array): ReadableStream<Uint8Array> {
  let begun = false;
  return new ReadableStream(
    {
      pull(controller) {
        if (begun) return controller.error(new TypeError("connection reset"));
        begun = true;
        controller.enqueue(body.subarray(0, body.byteLength >> 1));
      },
    },
    { highWaterMark: 0 },
  );
}
