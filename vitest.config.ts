import { defineConfig } from "vitest/config";

// Where `.ci/run` wants a machine-readable report. People read the one on the screen.
const reportFile = process.env["PORTICO_TEST_REPORT"];

export default defineConfig({
  test: {
    include: ["*.test.ts", "{packages,adapters,mocks,bffs,.dev,.ci}/**/*.test.ts"],
    testTimeout: 20_000,
    reporters: reportFile === undefined ? ["default"] : ["default", ["json", { outputFile: reportFile }]],
  },
});
