import { defineConfig } from "vitest/config";

export default defineConfig({
  test: {
    include: ["*.test.ts", "{packages,adapters,mocks,bffs,.dev}/**/*.test.ts"],
    testTimeout: 20_000,
  },
});
