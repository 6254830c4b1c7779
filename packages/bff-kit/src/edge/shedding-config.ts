import { z } from "zod";

const lateness = () => z.coerce.number().int().min(1).max(10_000);

/** When the process refuses requests for having too much to do: the settings of `loadShedding`. */
export const SheddingConfigSchema = z
  .object({
    /** How late the event loop has to be for half a second before anybody is refused. Env `SHEDDING_ALARM_MS`. */
    alarmMs: lateness().default(100),
    /** How late it may be, once somebody is refused. Env `SHEDDING_LAG_MS_MAX`. */
    lagMsMax: lateness().default(40),
    /** How little late it has to be before more are let in again. Env `SHEDDING_CALM_MS`. */
    calmMs: lateness().default(20),
  })
  .refine(({ calmMs, lagMsMax }) => calmMs < lagMsMax, { path: ["calmMs"], error: "must be below lagMsMax" })
  .refine(({ lagMsMax, alarmMs }) => lagMsMax <= alarmMs, {
    path: ["lagMsMax"],
    error: "must not be above alarmMs",
  });
