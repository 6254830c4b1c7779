// The Web BFF as a process: read the configuration, open the backends, serve. Loaded by `main.mjs`.
import {
  ConfigurationError,
  developmentUser,
  loadShedding,
  operatorPort,
  run,
  screenGate,
} from "@portico/bff-kit";
import { observe } from "@portico/observability";
import { createWebBff, screens, service } from "./app.ts";
import { openBackends } from "./backends.ts";
import { readConfig } from "./config.ts";

try {
  const { server, shedding, operator, ...systems } = readConfig(process.env);
  const telemetry = observe({ service, level: server.logLevel });
  const backends = openBackends(systems);
  const authenticate = developmentUser({ allowed: server.nodeEnv !== "production" });

  await run(
    (ready) =>
      createWebBff({
        ports: backends.ports,
        authenticate,
        metrics: () => telemetry.metrics(),
        ready,
        health: () => backends.health(),
      }),
    {
      service,
      host: server.host,
      port: server.webPort,
      portVariable: "WEB_PORT",
      gate: screenGate(service, screens, loadShedding(shedding)),
      unreadyMs: server.unreadyMs,
      operator: operatorPort(operator, {
        service,
        systems: backends.systems,
        purge: (tags) => backends.cache.purge(tags),
        connections: () => backends.health(),
      }),
      log: (line, fields) => telemetry.logger.info(fields ?? {}, line),
      close: async () => {
        await backends.close();
        await telemetry.close();
      },
    },
  );
} catch (error) {
  if (!(error instanceof ConfigurationError)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 1;
}
