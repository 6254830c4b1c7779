import { expect, test } from "vitest";
import { createBff } from "../app.ts";
import { testBff } from "../testing/test-bff.ts";

test("a document that could not be made is made for the next one who asks", async () => {
  let isPossible = false;
  const app = createBff({
    ...testBff,
    info: {
      title: "Test",
      description: "A test",
      get version() {
        if (!isPossible) throw new Error("EMFILE: too many open files");
        return "1.0.0";
      },
    },
    screens: [],
    ports: {},
  });
  expect((await app.request("/openapi.json")).status).toBe(500);
  isPossible = true;
  const response = await app.request("/openapi.json");
  expect(response.status).toBe(200);
  expect(await response.json()).toMatchObject({ info: { version: "1.0.0" } });
});
