import { createGreeter } from "./testing/greeter.ts";
import { simulatorConformance } from "./testing/index.ts";

simulatorConformance({
  open: createGreeter,
  call: () => ({ path: "/ada", method: "GET" }),
  wellFormed: (body) =>
    (body.toString().startsWith("Hello ada") && body.byteLength === 65_536) ||
    body.toString() === "internal error",
  isServerFault: (status) => status === 500,
});
