import { describeApi } from "@portico/bff-kit";
import { describe, expect, test } from "vitest";
import { info, screens } from "../src/app.ts";

test("openapi.json is what the screens say today; `pnpm openapi` writes it anew", async () => {
  const document = JSON.stringify(await describeApi(info, screens), null, 2);
  await expect(`${document}\n`).toMatchFileSnapshot("../openapi.json");
});

describe.each(screens)("the documented example of $name", ({ sections }) => {
  test.each(sections)("keeps to the schema of $name", ({ schema, example, otherwise }) => {
    expect(schema.safeParse(example).error).toBeUndefined();
    if (otherwise) expect(schema.safeParse(otherwise.example).error).toBeUndefined();
  });
});
