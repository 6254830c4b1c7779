import { once } from "node:events";
import { createServer } from "node:http";
import type { Clock } from "@portico/core";
import { listenOnFreePort } from "@portico/core/testing";
import type { ServedSystem, SimulatedSystem } from "../conformance-options.ts";

const json = (value: unknown, type = "application/json") =>
  new Response(typeof value === "string" ? value : JSON.stringify(value), {
    headers: { "content-type": type },
  });

/** The smallest system with all the standard days: it greets whom the path names, except strangers. */
export function greeterSystem(clock: Clock): SimulatedSystem {
  let scenario: { name: string; readonly [parameter: string]: unknown } = { name: "healthy" };
  let total = 0;
  // Held, because only the Request itself passes its caller's abort on to its signal.
  const inFlight = new Set<Request>();

  const untilGone = (signal: AbortSignal, delayMs = Infinity) =>
    new Promise<void>((resolve, reject) => {
      const cancel = clock.after(delayMs, resolve);
      signal.addEventListener("abort", () => {
        cancel();
        reject(new Error("gone"));
      });
    });

  const answer = async ({ url, signal }: Request): Promise<Response> => {
    const name = new URL(url).pathname.slice(1);
    const greeting = name === "stranger" ? { known: false } : { known: true, greeting: `Hello ${name}!` };
    const half = JSON.stringify(greeting).slice(0, 12);
    switch (scenario.name) {
      case "hangs":
        await untilGone(signal);
        break;
      case "slow":
        await untilGone(signal, Number(scenario["delayMs"]));
        break;
      case "refuses":
        return Response.error();
      case "truncated":
        return json(half);
      case "malformed":
        return json(`Notice: undefined index in greet.php ${half}`);
      case "wrong-content-type":
        return json("<h1>Wartungsarbeiten</h1>", "text/html");
      case "fault":
        return json({ fault: "database locked (import running)" });
      case "resets-mid-body": {
        let sent = false;
        const pull = (controller: ReadableStreamDefaultController<Uint8Array>) => {
          if (sent) return controller.error(new Error("reset"));
          sent = true;
          controller.enqueue(Buffer.from(half));
        };
        const headers = { "content-type": "application/json", "content-length": "1000" };
        return new Response(new ReadableStream({ pull }, { highWaterMark: 0 }), { headers });
      }
      default:
    }
    return json(greeting);
  };

  return {
    scenarios: ["healthy", "slow", "hangs", "refuses", "resets-mid-body", "truncated", "malformed"]
      .concat("wrong-content-type", "fault")
      .map((name) => ({ name })),
    switchTo: (choice) => (scenario = choice),
    calls: () => ({ total, inFlight: inFlight.size }),
    resetCalls: () => (total = 0),
    async fetch(request) {
      total += 1;
      inFlight.add(request);
      return answer(request).finally(() => inFlight.delete(request));
    },
  };
}

/** A fetch handler of GET requests on a real port; `Response.error()` and a body that errs reset the connection. */
export async function serveGreeter(handler: (request: Request) => Promise<Response>): Promise<ServedSystem> {
  const server = createServer((incoming, outgoing) => {
    const gone = new AbortController();
    outgoing.once("close", () => gone.abort());
    const serve = async () => {
      const response = await handler(new Request(`http://greeter${incoming.url}`, { signal: gone.signal }));
      if (response.type === "error") throw new Error("reset");
      outgoing.writeHead(response.status, Object.fromEntries(response.headers));
      for await (const chunk of response.body ?? []) {
        await new Promise((resolve) => outgoing.write(chunk, resolve));
      }
      outgoing.end();
    };
    serve().catch(() => incoming.socket.resetAndDestroy());
  });
  return {
    origin: `http://127.0.0.1:${await listenOnFreePort(server)}`,
    close: async () => {
      server.close();
      server.closeAllConnections();
      await once(server, "close");
    },
  };
}
