import type { CallContext, CallSite } from "@portico/core";
import type { z } from "zod";
import type { Pipeline } from "./pipeline.ts";

/** One question an adapter answers: how it may be asked, and the three moves ask, translate, answer. */
export interface OperationDefinition<Client, Input, Output> {
  /** Reads may be shared, remembered and asked again; writes may not. */
  readonly kind: CallSite["kind"];
  /** `public` answers are the same for everybody; `user` answers belong to the identity that asked. */
  readonly audience: CallSite["audience"];
  readonly policy: Pipeline;
  /** What every answer looks like, in our words. Checked by the conformance suite, not on every call. */
  readonly output: z.ZodType<Output>;
  readonly run: (input: Input, client: Client, call: CallContext) => Promise<Output>;
  /**
   * The answer to what the system need not be asked; `undefined`: it has to be. No policy has a part in it: an answer the
   * system did not give says nothing of its health, and needs none of it.
   */
  readonly unasked?: (input: NoInfer<Input>) => NoInfer<Output> | undefined;
  /**
   * What an answer is about, so that whoever changes it can have it forgotten: `product:WIN-0001`. The system, the
   * operation and the customer who asked are tags of every answer already.
   */
  readonly tags?: (input: NoInfer<Input>, answer: NoInfer<Output>) => readonly string[];
}

/** `operationOf<CrmClient>()` gives the adapter its own way to define operations over its client. */
export const operationOf =
  <Client>() =>
  <Input, Output>(
    definition: OperationDefinition<Client, Input, Output>,
  ): OperationDefinition<Client, Input, Output> =>
    definition;
