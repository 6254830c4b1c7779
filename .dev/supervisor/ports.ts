import { once } from "node:events";
import { createServer } from "node:net";
import type { Place, Service } from "./service.ts";

/** A sentence for each place where a service could not listen now; empty when all can. */
export async function portProblems(services: readonly Service[]): Promise<string[]> {
  const places = services.flatMap((service) =>
    service.operators === undefined ? [service] : [service, service.operators],
  );
  const problems = await Promise.all(
    places.map(async (place, index) => {
      const twin = places.slice(0, index).find(({ port }) => port === place.port);
      if (twin !== undefined)
        return `Port ${place.port} is given to the ${twin.label} and to the ${place.label}. Choose another: ${another(place)}`;
      const code = await listenError(place);
      return code === undefined ? undefined : sentence(code, place);
    }),
  );
  return [...new Set(problems)].filter((problem) => problem !== undefined);
}

/** Listens for a moment, as the service will. */
async function listenError({ host, port }: Place): Promise<string | undefined> {
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

function sentence(code: string, place: Place): string {
  const { host, port, label } = place;
  if (code === "EADDRINUSE")
    return `Port ${port} for the ${label} is taken by another program. Stop that, or choose another port: ${another(place)}`;
  if (code === "EACCES")
    return `Port ${port} for the ${label} is not open to this user. Choose another: ${another(place)}`;
  if (code === "EADDRNOTAVAIL" || code === "ENOTFOUND")
    return `HOST=${host} is not an address of this machine. Use HOST=127.0.0.1, or HOST=0.0.0.0 for every interface.`;
  return `The ${label} can't listen on ${host}:${port} (${code}). Choose another port: ${another(place)}`;
}

const another = ({ port, portVariable }: Place): string =>
  `${portVariable}=${port > 60_000 ? port - 1000 : port + 1000} npm start`;
