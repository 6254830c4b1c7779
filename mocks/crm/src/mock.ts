import { type Clock, systemClock } from "@portico/core";
import {
  breakXmlTag,
  contractDocuments,
  createSimulator,
  type Simulator,
  standardScenarios,
} from "@portico/mock-kit";
import { growCustomers } from "@portico/mock-seed";
import { customerTable } from "./customer-table.ts";
import { answerFault, CrmFault } from "./envelope.ts";
import { crmDevCredentials, crmServicePath } from "./names.ts";
import { lockedTable, rowLocked } from "./scenarios/row-locked.ts";
import { type Authenticate, crmService, operationOf } from "./service.ts";
import { usernameTokenCheck } from "./username-token.ts";

export interface CrmMockOptions {
  /** Which estate: the same number is the same customers. */
  readonly seed?: number | undefined;
  readonly clock?: Clock | undefined;
  readonly credentials?: { readonly username: string; readonly password: string } | undefined;
}

/** The CRM at `crmServicePath` of any host. Its state is its own and ends with it. */
export function createCrmMock(options: CrmMockOptions = {}): Simulator {
  const { seed = 1, clock = systemClock, credentials = crmDevCredentials } = options;
  const table = customerTable(growCustomers(seed));
  const genuine = usernameTokenCheck(credentials);
  const authenticate: Authenticate = (soapHeader) => genuine(soapHeader, clock.epochMs());
  return createSimulator({
    name: "crm",
    clock,
    scenarios: [
      ...standardScenarios({ malform: breakXmlTag, serverFault: () => answerFault(databaseGone()) }),
      rowLocked(crmService(lockedTable(table, clock), authenticate)),
    ],
    document: contractDocuments({
      folder: new URL("../contract/", import.meta.url),
      files: {
        [`${crmServicePath}?wsdl`]: "crm.wsdl",
        "/crm/crm-messages.xsd": "crm-messages.xsd",
        "/crm/crm-types.xsd": "crm-types.xsd",
        "/crm/crm-common.xsd": "crm-common.xsd",
      },
      address: `http://crm.nordhaus.example${crmServicePath}`,
    }),
    operationOf: (call) => operationOf(call) ?? "unknown",
    answer: crmService(table, authenticate),
  });
}

const databaseGone = (): CrmFault =>
  new CrmFault(
    "soap:Server",
    "Server was unable to process request. ---> Timeout expired. The server is not responding.",
  );
