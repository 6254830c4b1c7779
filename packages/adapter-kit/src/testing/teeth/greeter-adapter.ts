import { cached } from "@portico/cache";
import { BackendUnavailable, type CallContext, ContractBroken } from "@portico/core";
import { createHttpClient, readJson } from "@portico/http";
import { attempt, breaker, bulkhead, retry } from "@portico/resilience";
import { z } from "zod";
import { defineAdapter } from "../../adapter.ts";
import { operationOf } from "../../operation.ts";
import { pipeline } from "../../pipeline.ts";

const ConfigSchema = z.object({ url: z.url(), password: z.string() });
type Config = z.output<typeof ConfigSchema>;

const AnswerSchema = z.union([
  z.strictObject({ known: z.literal(true), greeting: z.string() }),
  z.strictObject({ known: z.literal(false) }),
  z.strictObject({ fault: z.string() }),
]);

export interface GreeterClient {
  ask(name: string, call: CallContext): Promise<z.output<typeof AnswerSchema>>;
  close(): Promise<void>;
}

export function connect({ url }: Config): GreeterClient {
  const http = createHttpClient({ url });
  return {
    async ask(name, call) {
      const parsed = AnswerSchema.safeParse(
        readJson(await http.request({ method: "GET", path: `/${name}` }, call)),
      );
      if (!parsed.success) throw new ContractBroken("The answer does not have the agreed shape.");
      return parsed.data;
    },
    close: () => http.close(),
  };
}

export const policies = [
  cached({ freshMs: 1_000, staleMs: 5_000 }),
  retry({ attemptsMax: 2, delayMs: 50, delayMsMax: 400 }),
  breaker({ failureRatio: 0.5, windowMs: 10_000, callsMin: 5, openMs: 5_000 }),
  bulkhead({ concurrentMax: 8, queuedMax: 8, queueMsMax: 100 }),
  attempt({ timeoutMs: 1_000 }),
] as const;

const GreetingSchema = z.object({ text: z.string() });

export const greet = operationOf<GreeterClient>()({
  kind: "read",
  audience: "user",
  policy: pipeline(...policies),
  output: GreetingSchema.nullable(),
  async run({ name }: { readonly name: string }, client, call) {
    const answer = await client.ask(name, call);
    if ("fault" in answer) throw new BackendUnavailable("The greeter is out of order.");
    return answer.known ? { text: answer.greeting } : null;
  },
});

/** An adapter that keeps every promise. */
export const greeter = defineAdapter({
  name: "greeter",
  config: ConfigSchema,
  connect,
  operations: { greet },
});
