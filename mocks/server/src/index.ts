export { environmentFor } from "./environment.ts";
export { createMockServer, type MockServer, type MockServerOptions } from "./mock-server.ts";
