export { failureMatrix, type FailureMatrixOptions } from "./failure-matrix.ts";
