import { readFileSync } from "node:fs";
import { createCatalogMock } from "@portico/mock-catalog";
import { createCrmMock } from "@portico/mock-crm";
import { createErpMock } from "@portico/mock-erp";
import { expect, test } from "vitest";

test.each([createCrmMock(), createErpMock(), createCatalogMock()])(
  "the README of $name lists its scenarios, all and only",
  ({ name, scenarios }) => {
    const readme = readFileSync(new URL(`../../${name}/README.md`, import.meta.url), "utf8");
    const [, section = ""] = readme.split("## Scenarios");
    const listed = [...section.matchAll(/^\| `([\w-]+)`/gm)].map(([, scenario]) => scenario);
    expect(listed).toEqual(scenarios.map((scenario) => scenario.name));
  },
);
