import type { IncomingMessage } from "node:http";

// Only of requests that waited for their turn: all others arrive when they are handled.
const arrivals = new WeakMap<IncomingMessage, number>();

/** Notes when a request arrived that had to wait for its turn. */
export const noteArrival = (incoming: IncomingMessage, ms: number): void => void arrivals.set(incoming, ms);

/** When a request arrived, on the clock it was noted by. */
export const arrivalMs = (incoming: IncomingMessage): number | undefined => arrivals.get(incoming);
