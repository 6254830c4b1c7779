// What an answer is about, for whoever changes it and wants it forgotten (`purge` of the cache), whichever system gave it.
export const productTag = (sku: string): string => `product:${sku}`;
export const orderTag = (orderId: string): string => `order:${orderId}`;
