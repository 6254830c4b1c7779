import type { Priority } from "@portico/core";

/** From `x-portico-priority`: any client may step back behind the others; none can step forward. */
export const priorityOf = (given: unknown): Priority =>
  given === "background" || given === "agent" ? given : "interactive";
