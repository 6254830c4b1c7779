import { type CallSite, events, isBackendError, type Operation } from "@portico/core";

/** Reports each call as the backend sees it: beneath every cache, breaker and queue. */
export const measured =
  <Input, Output>(site: CallSite, ask: Operation<Input, Output>): Operation<Input, Output> =>
  async (input, call) => {
    if (!events.backendCall.listened) return ask(input, call);
    const { system, operation } = site;
    const startMs = call.clock.now();
    try {
      const answer = await ask(input, call);
      const durationMs = call.clock.now() - startMs;
      events.backendCall.publish({ call, system, operation, outcome: "ok", durationMs, error: undefined });
      return answer;
    } catch (error) {
      const durationMs = call.clock.now() - startMs;
      const outcome = isBackendError(error) ? error.code : "internal_error";
      events.backendCall.publish({ call, system, operation, outcome, durationMs, error });
      throw error;
    }
  };
