// Runs the supervisor over the services given as JSON, as `npm start` runs it over the estate.
import type { Service } from "../service.ts";
import { supervise, type SupervisorOptions } from "../supervise.ts";

const [services = "[]", options = "{}"] = process.argv.slice(2);
process.exit(await supervise(JSON.parse(services) as Service[], JSON.parse(options) as SupervisorOptions));
