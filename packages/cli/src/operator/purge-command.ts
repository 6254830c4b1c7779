import { PurgedSchema } from "@portico/bff-kit/operator";
import { Command } from "commander";
import { askAll, type OperatorOptions } from "./ask-all.ts";
import { type GivenOrder, withOrder } from "./order-options.ts";

export const purgeCommand = (): Command =>
  withOrder(new Command("purge"))
    .description("Have all answers forgotten that have one of these tags, on every replica")
    .argument(
      "<tags...>",
      "e.g. product:WIN-0001, customer:100001, operation:crm.findCustomer, system:crm, all",
    )
    .action((tags: readonly string[], _options: unknown, command: Command) => {
      const { by, reason, ...options } = command.optsWithGlobals<OperatorOptions & GivenOrder>();
      return askAll(
        options,
        { path: "/operator/cache/purge", order: { tags, by, reason }, answer: PurgedSchema },
        ({ everywhere }, url) => ({
          text: `${url}: forgotten${everywhere ? "" : " here; the other replicas are told when Redis is back"}\n`,
          isDone: everywhere,
        }),
      );
    });
