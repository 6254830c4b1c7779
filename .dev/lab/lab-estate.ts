import { fileURLToPath } from "node:url";
import { type FaultProxy, openFaultProxy } from "@portico/mock-kit/faults";
import { environmentFor } from "@portico/mock-server";
import { type Child, startChild } from "../supervisor/child.ts";
import { type System, SYSTEMS } from "./lab-script.ts";

const READY_MS_MAX = 20_000;
const STOP_MS_MAX = 12_000;

export interface LabEstate {
  readonly proxies: Readonly<Record<System, FaultProxy>>;
  readonly bffUrl: string;
  stop(): Promise<void>;
}

/** The simulators and the Web BFF as processes, as `npm start` runs them, and a proxy before each system. */
export async function startLabEstate(seed: number): Promise<LabEstate> {
  const children: Child[] = [];
  const proxies = {} as Record<System, FaultProxy>;
  const stop = async () => {
    await Promise.all(children.toReversed().map((child) => child.stop(STOP_MS_MAX)));
    await Promise.all(Object.values(proxies).map((proxy) => proxy.close()));
  };
  try {
    const mocksUrl = await startService(children, "mocks/server/src/main.ts", "MOCKS_PORT", {});
    for (const [i, system] of SYSTEMS.entries()) {
      proxies[system] = await openFaultProxy({ target: mocksUrl, seed: seed + i });
    }
    const through = (url: string, { origin }: FaultProxy) => url.replace(mocksUrl, origin);
    const direct = environmentFor(mocksUrl);
    const bffUrl = await startService(children, "bffs/web/src/main.mjs", "WEB_PORT", {
      ...direct,
      CRM_URL: through(direct.CRM_URL, proxies.crm),
      ERP_URL: through(direct.ERP_URL, proxies.erp),
      CATALOG_URL: through(direct.CATALOG_URL, proxies.catalog),
      UNREADY_MS: "0",
      LOG_LEVEL: "info",
    });
    return { proxies, bffUrl, stop };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Both say where they listen; any free port will do. */
async function startService(
  children: Child[],
  script: string,
  portVariable: string,
  env: Readonly<Record<string, string>>,
): Promise<string> {
  const { promise: listening, resolve, reject } = Promise.withResolvers<string>();
  const service = {
    name: script,
    label: script,
    script: fileURLToPath(new URL(`../../${script}`, import.meta.url)),
    host: "127.0.0.1",
    port: 0,
    portVariable,
    env: { ...env, HOST: "127.0.0.1", [portVariable]: "0" },
  };
  let heard = false;
  const child = startChild(service, (_, line, stream) => {
    const url = heard || stream === "stderr" ? undefined : /http:\/\/127\.0\.0\.1:\d+/.exec(line)?.[0];
    if (url !== undefined) {
      heard = true;
      resolve(url);
    }
    return stream === "stdout"; // what goes wrong is said there; the rest is a log line per request
  });
  children.push(child);
  void child.ended.then((how) => reject(new Error(`${script}: ${how}\n${child.unseen().join("\n")}`)));
  const tooLate = setTimeout(
    () => reject(new Error(`${script} did not listen within ${READY_MS_MAX} ms.`)),
    READY_MS_MAX,
  );
  return listening.finally(() => clearTimeout(tooLate));
}
