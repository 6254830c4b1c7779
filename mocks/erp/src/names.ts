/** Where the service answers, under whatever host it is put. */
export const erpServicePath = "/erp/services/OrderService";

export const namespaces = {
  soap: "http://www.w3.org/2003/05/soap-envelope",
  wsa: "http://www.w3.org/2005/08/addressing",
  service: "http://orders.erp.nordhaus.example/",
  xsi: "http://www.w3.org/2001/XMLSchema-instance",
} as const;

export const operationNames = ["FindOrders", "GetOrder", "PlaceOrder"] as const;
export type OperationName = (typeof operationNames)[number];

export const actionOf = (operation: OperationName, message: string): string =>
  `${namespaces.service}OrderPort/${operation}${message}`;
