import { expect, test } from "vitest";

test("whoever else is in this process keeps the Request and the Response there were", async () => {
  const globals = () =>
    ["Request", "Response"].map((name) => Object.getOwnPropertyDescriptor(globalThis, name));
  const before = globals();
  const { LightResponse } = await import("./light-response.ts");
  expect(globals()).toEqual(before);
  expect(LightResponse).not.toBe(Response);
});
