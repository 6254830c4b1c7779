export { schemaErrors } from "./schema-errors.ts";
