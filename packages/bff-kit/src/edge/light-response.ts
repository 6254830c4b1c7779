import { getRequestListener } from "@hono/node-server";

/**
 * node-server's own `Response`: text until somebody looks at it as anything else, and written without a stream, which
 * costs a third of a page. Its only door is the global it puts itself in place of; others in this process keep theirs.
 */
export const LightResponse = takeLightResponse();

function takeLightResponse(): typeof Response {
  const replaced = ["Request", "Response"].map(
    (name) => [name, Object.getOwnPropertyDescriptor(globalThis, name)!] as const,
  );
  getRequestListener(() => new Response());
  const light = globalThis.Response;
  for (const [name, descriptor] of replaced) Object.defineProperty(globalThis, name, descriptor);
  return light;
}
