export { type BffOptions, createBff } from "./app.ts";
export { ConfigurationError, type Environment, readConfiguration } from "./server/environment.ts";
export { type Authenticate, developmentUser } from "./edge/identity.ts";
export { idParam, integerParam } from "./screen/input.ts";
export { type ApiInfo, openApiDocument } from "./api/openapi.ts";
export { type FieldError, notFound, Problem, type ProblemCode, problemTypes } from "./edge/problem.ts";
export { type Lifecycle, run } from "./server/run.ts";
export { type RunningServer, serve, type ServeOptions } from "./server/serve.ts";
export { type AnyScreen, Screen, type SectionState, screensOver } from "./screen/screen.ts";
