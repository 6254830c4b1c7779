// `npm start`: the legacy simulators, the Web BFF and the Mobile BFF on this machine, until Ctrl-C.
import { BadVariable, readEstate } from "./estate.ts";
import { summaryOf } from "./summary.ts";
import { supervise } from "./supervisor/supervise.ts";

async function start(): Promise<number> {
  try {
    const estate = readEstate(process.env);
    const options = { summary: summaryOf(estate), showAllLogs: process.env["PORTICO_LOGS"] === "1" };
    return await supervise([estate.mocks, estate.web, estate.mobile], options);
  } catch (error) {
    if (!(error instanceof BadVariable)) throw error;
    console.error(error.message);
    return 1;
  }
}

process.exit(await start());
