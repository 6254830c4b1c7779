export { type BffOptions, createBff } from "./app.ts";
export { ConfigurationError, fromEnvironment } from "./environment.ts";
export { type Authenticate, developmentUser } from "./identity.ts";
export { idParam, integerParam } from "./input.ts";
export { type ApiInfo, openApiDocument } from "./openapi.ts";
export { type FieldError, notFound, Problem, type ProblemCode, problemTypes } from "./problem.ts";
export { type Lifecycle, run } from "./run.ts";
export { type RunningServer, serve, type ServeOptions } from "./serve.ts";
export { type AnyScreen, Screen, type SectionState, screensOver } from "./screen.ts";
