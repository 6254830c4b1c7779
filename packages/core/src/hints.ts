/** "This operation of this system looks bad from here": what one process thinks, for the others that ask it too. */
export interface HealthOpinion {
  readonly system: string;
  readonly operation: string;
  /** How long the opinion holds, in milliseconds from its arrival. */
  readonly forMs: number;
}

/**
 * Where processes tell each other their opinions. An opinion makes a circuit open sooner on failures of its own; it
 * never opens one. Losing some is harmless, and so is a port that is down: `publish` must neither wait nor throw.
 */
export interface HealthHints {
  publish(opinion: HealthOpinion): void;
  /** Calls `listen` for what others published, never for one's own, until the answer is called. */
  subscribe(listen: (opinion: HealthOpinion) => void): () => void;
}

/** For a process that is alone. */
export const noHints: HealthHints = { publish: () => {}, subscribe: () => () => {} };
