import { type Repository, repositoryOf } from "../repository.ts";

const HOUSE: Record<string, string> = Object.fromEntries(
  [
    ["packages/core", "core"],
    ["packages/http", "http"],
    ["packages/cache", "cache"],
    ["packages/soap", "soap"],
    ["packages/adapter-kit", "adapter-kit"],
    ["packages/mock-kit", "mock-kit"],
    ["packages/cli", "cli"],
    ["adapters/crm", "adapter-crm"],
    ["adapters/erp", "adapter-erp"],
    ["mocks/crm", "mock-crm"],
    ["mocks/seed", "mock-seed"],
    ["mocks/server", "mock-server"],
    ["bffs/web", "bff-web"],
    ["bffs/mobile", "bff-mobile"],
  ].map(([folder, name]) => {
    const exports = { ".": "./src/index.ts", "./testing": "./src/testing/index.ts", "./msw": "./src/msw.ts" };
    return [`${folder}/package.json`, JSON.stringify({ name: `@portico/${name}`, exports })];
  }),
);

/** A house with all packages, in which these files are the only ones. */
export const houseWith = (files: Record<string, string>): Repository => repositoryOf({ ...HOUSE, ...files });
/** The same with a second line that imports `specifier`. */
export const importing = (path: string, specifier: string): Repository =>
  houseWith({ [path]: `// first line\nimport { x } from "${specifier}";\n` });
