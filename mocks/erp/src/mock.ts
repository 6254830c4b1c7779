import { type Clock, systemClock } from "@portico/core";
import {
  breakXmlTag,
  contractDocuments,
  createSimulator,
  type Simulator,
  standardScenarios,
} from "@portico/mock-kit";
import { answerFault, ErpFault } from "./envelope.ts";
import { erpServicePath } from "./names.ts";
import { orderLedger } from "./order-ledger.ts";
import { erpService, operationOf } from "./service.ts";

export interface ErpMockOptions {
  /** Which estate: the same number is the same orders. */
  readonly seed?: number | undefined;
  readonly clock?: Clock | undefined;
}

/** The ERP at `erpServicePath` of any host. Its state is its own and ends with it. */
export function createErpMock({ seed = 1, clock = systemClock }: ErpMockOptions = {}): Simulator {
  return createSimulator({
    name: "erp",
    clock,
    scenarios: standardScenarios({
      malform: breakXmlTag,
      serverFault: () => answerFault(poolExhausted(), undefined),
    }),
    document: contractDocuments({
      folder: new URL("../contract/", import.meta.url),
      files: { [`${erpServicePath}?wsdl`]: "erp.wsdl", "/erp/services/erp.xsd": "erp.xsd" },
      address: `http://erp.nordhaus.example${erpServicePath}`,
    }),
    operationOf: (call) => operationOf(call) ?? "unknown",
    answer: erpService(orderLedger(seed), clock),
  });
}

const poolExhausted = (): ErpFault =>
  new ErpFault("Could not open JDBC Connection: pool exhausted, timeout after 30000 ms", {
    code: "soap:Receiver",
  });
