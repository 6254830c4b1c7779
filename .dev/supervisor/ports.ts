import { once } from "node:events";
import { createServer } from "node:net";
import type { Service } from "./service.ts";

/** A sentence for each service that could not listen now; empty when all can. */
export async function portProblems(services: readonly Service[]): Promise<string[]> {
  const problems = await Promise.all(
    services.map(async (service, index) => {
      const twin = services.slice(0, index).find(({ port }) => port === service.port);
      if (twin !== undefined)
        return `Port ${service.port} is given to the ${twin.label} and to the ${service.label}. Choose another: ${another(service)}`;
      const code = await listenError(service);
      return code === undefined ? undefined : sentence(code, service);
    }),
  );
  return [...new Set(problems)].filter((problem) => problem !== undefined);
}

/** Listens for a moment, as the service will. */
async function listenError({ host, port }: Service): Promise<string | undefined> {
  const server = createServer();
  try {
    server.listen({ host, port });
    await once(server, "listening");
    return undefined;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code ?? String(error);
  } finally {
    server.close();
  }
}

function sentence(code: string, service: Service): string {
  const { host, port, label } = service;
  if (code === "EADDRINUSE")
    return `Port ${port} for the ${label} is taken by another program. Stop that, or choose another port: ${another(service)}`;
  if (code === "EACCES")
    return `Port ${port} for the ${label} is not open to this user. Choose another: ${another(service)}`;
  if (code === "EADDRNOTAVAIL" || code === "ENOTFOUND")
    return `HOST=${host} is not an address of this machine. Use HOST=127.0.0.1, or HOST=0.0.0.0 for every interface.`;
  return `The ${label} can't listen on ${host}:${port} (${code}). Choose another port: ${another(service)}`;
}

const another = ({ port, portVariable }: Service): string =>
  `${portVariable}=${port > 60_000 ? port - 1000 : port + 1000} npm start`;
