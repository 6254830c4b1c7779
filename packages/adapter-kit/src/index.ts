export {
  type Adapter,
  type AnyOperation,
  type Closable,
  defineAdapter,
  openAdapter,
  type Opened,
  type OpenedAdapter,
  type Surroundings,
} from "./adapter.ts";
export { type OperationDefinition, operationOf } from "./operation.ts";
export { type Pipeline, pipeline } from "./pipeline.ts";
export { systemUrl } from "./system-url.ts";
