import type { HealthHints, HealthOpinion } from "../hints.ts";

/** Hints between processes that are all in this one: each `join()` is one of them. */
export function sharedHints(): { readonly join: () => HealthHints } {
  const listeners = new Map<object, Set<(opinion: HealthOpinion) => void>>();
  return {
    join() {
      const own = new Set<(opinion: HealthOpinion) => void>();
      const member: HealthHints = {
        publish(opinion) {
          for (const [other, listening] of listeners) {
            if (other !== member) for (const listen of listening) listen(opinion);
          }
        },
        subscribe(listen) {
          own.add(listen);
          return () => void own.delete(listen);
        },
      };
      listeners.set(member, own);
      return member;
    },
  };
}
