import { z } from "zod";

const wait = () => z.coerce.number().int().min(1).max(10_000);

/** When the process refuses requests for having too much to do: the settings of `loadShedding`. */
export const SheddingConfigSchema = z
  .object({
    /** A page that would wait longer for its turn is refused. Env `SHEDDING_ALARM_MS`. */
    alarmMs: wait().default(500),
    /** The same for as long as others are refused. Env `SHEDDING_WAIT_MS_MAX`. */
    waitMsMax: wait().default(100),
  })
  .refine(({ waitMsMax, alarmMs }) => waitMsMax <= alarmMs, {
    path: ["waitMsMax"],
    error: "must not be above SHEDDING_ALARM_MS",
  });
