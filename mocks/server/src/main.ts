import { createMockServer, type MockServer } from "./mock-server.ts";
import { readSettings } from "./settings.ts";

async function start(): Promise<MockServer> {
  const settings = readSettings(process.env);
  try {
    return await createMockServer(settings);
  } catch (error) {
    throw new Error(whyNotListening(error, settings.host, settings.port), { cause: error });
  }
}

function whyNotListening(error: unknown, host: string, port: number): string {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  if (code === "EADDRINUSE") {
    return `Port ${port} on ${host} is taken: stop what listens there, or set MOCKS_PORT to another port.`;
  }
  return `Cannot listen on ${host}:${port} (${String(code ?? error)}): check HOST and MOCKS_PORT.`;
}

try {
  const server = await start();
  process.stdout.write(
    `Legacy systems crm, erp and catalog at ${server.origin}, control at ${server.origin}/_simulator\n`,
  );
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => {
      void server.close().then(() => process.exit(0));
    });
  }
} catch (error) {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
}
