import { z } from "zod";

/** Where operators are let in. Off unless there is a port. */
export const OperatorConfigSchema = z
  .object({
    /** Apart from the public one; 0: any free one. Absent: there is no operator API. Env `OPERATOR_PORT`. */
    port: z.coerce.number().int().min(0).max(65_535).optional(),
    /** Any other address than loopback sends the token over the network in the clear. Env `OPERATOR_HOST`. */
    host: z.string().default("127.0.0.1"),
    /** What operators show as `Authorization: Bearer …`; 32 random characters or more. Env `OPERATOR_TOKEN`. */
    token: z
      .string()
      .regex(/^[\w.~+/-]{32,256}=*$/, "must be 32 to 256 letters, digits or -._~+/")
      .optional(),
  })
  .refine(({ port, token }) => port === undefined || token !== undefined, {
    path: ["token"],
    message: "is needed where OPERATOR_PORT is set",
  });
export type OperatorConfig = z.output<typeof OperatorConfigSchema>;
