// Of one route: `/v1/orders/{orderId}` to a screen, the log and the metrics is `/v1/orders/:orderId` to Hono.

export const honoPathOf = (pattern: string): string => pattern.replaceAll(/\{(\w+)\}/g, ":$1");

export const patternOf = (honoPath: string): string => honoPath.replaceAll(/:(\w+)/g, "{$1}");
