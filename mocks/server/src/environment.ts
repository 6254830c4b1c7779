import { catalogBasePath, catalogDevApiKey } from "@portico/mock-catalog";
import { crmDevCredentials, crmServicePath } from "@portico/mock-crm";
import { erpServicePath } from "@portico/mock-erp";

/** The environment that points a BFF at the simulators at `origin`, with their development credentials. */
export const environmentFor = (origin: string) => ({
  CRM_URL: origin + crmServicePath,
  CRM_USERNAME: crmDevCredentials.username,
  CRM_PASSWORD: crmDevCredentials.password,
  ERP_URL: origin + erpServicePath,
  CATALOG_URL: origin + catalogBasePath,
  CATALOG_API_KEY: catalogDevApiKey,
});
