/** Where the service answers, under whatever host it is put. */
export const crmServicePath = "/crm/CustomerService.asmx";

/** The account of a development machine. */
export const crmDevCredentials = { username: "portico", password: "crm-dev-secret" } as const;

export const namespaces = {
  soap: "http://schemas.xmlsoap.org/soap/envelope/",
  service: "http://crm.nordhaus.example/2006/08",
  types: "http://crm.nordhaus.example/2006/08/types",
  common: "http://crm.nordhaus.example/2006/08/common",
  wsse: "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-secext-1.0.xsd",
  wsu: "http://docs.oasis-open.org/wss/2004/01/oasis-200401-wss-wssecurity-utility-1.0.xsd",
  xsi: "http://www.w3.org/2001/XMLSchema-instance",
} as const;
