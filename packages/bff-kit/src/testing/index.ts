export { badDays, type BadDaysOptions, type SimulatedEstate, type SimulatedSystem } from "./bad-days.ts";
export { documentedAnswers } from "./documented-answers.ts";
export { failureMatrix, type FailureMatrixOptions } from "./failure-matrix.ts";
export { userCanaries, type UserCanariesOptions } from "./user-canaries.ts";
export { passPauses } from "./pass-pauses.ts";
export { testBff } from "./test-bff.ts";
