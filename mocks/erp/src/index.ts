export { createErpMock, type ErpMockOptions } from "./mock.ts";
export { erpServicePath } from "./names.ts";
