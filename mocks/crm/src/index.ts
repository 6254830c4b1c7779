export { createCrmMock, type CrmMockOptions } from "./mock.ts";
export { crmDevCredentials, crmServicePath } from "./names.ts";
