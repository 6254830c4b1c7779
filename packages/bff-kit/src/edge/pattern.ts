/** Hono's `/v1/orders/:orderId` as a screen, the log and the metrics write it: `/v1/orders/{orderId}`. */
export const patternOf = (path: string): string => path.replaceAll(/:(\w+)/g, "{$1}");
