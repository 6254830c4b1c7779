export { schemaErrors } from "./schema-errors.ts";
export { type ConformingSimulator, simulatorConformance } from "./simulator-conformance.ts";
