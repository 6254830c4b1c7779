export { adapterConformance } from "./adapter-conformance.ts";
export {
  type ConformanceOptions,
  type InputOf,
  type ServedSystem,
  type SimulatedSystem,
} from "./conformance-options.ts";
