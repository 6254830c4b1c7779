import { createMockServer } from "./mock-server.ts";
import { readSettings, SettingInvalid } from "./settings.ts";

async function main(): Promise<void> {
  const server = await createMockServer(readSettings(process.env));
  process.stdout.write(
    `Legacy systems crm, erp and catalog at ${server.origin}, control at ${server.origin}/_simulator\n`,
  );
  for (const signal of ["SIGINT", "SIGTERM"] as const) {
    process.once(signal, () => {
      void server.close().then(() => process.exit(0));
    });
  }
}

/** One sentence where people can help themselves, the stack where it is a bug. */
function explain(error: unknown): string {
  if (error instanceof SettingInvalid) return error.message;
  const { code, syscall, address, port } = error as NodeJS.ErrnoException & {
    address?: string;
    port?: number;
  };
  if (code === "EADDRINUSE") {
    return `Port ${port} on ${address} is taken: stop what listens there, or set MOCKS_PORT to another port.`;
  }
  if (syscall !== undefined) return `Cannot listen (${(error as Error).message}): check HOST and MOCKS_PORT.`;
  return String(error instanceof Error ? error.stack : error);
}

try {
  await main();
} catch (error) {
  process.stderr.write(`${explain(error)}\n`);
  process.exitCode = 1;
}
