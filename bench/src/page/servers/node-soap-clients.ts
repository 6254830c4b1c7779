// The two SOAP systems through node-soap, as its documentation shows it.
import { randomUUID } from "node:crypto";
import { fileURLToPath } from "node:url";
import CircuitBreaker from "opossum";
import { createClientAsync, WSSecurity } from "soap";
import { recentOrdersOf } from "./plain-page.ts";

const contract = (path: string) => fileURLToPath(new URL(`../../../../adapters/${path}`, import.meta.url));
const WSA = "http://www.w3.org/2005/08/addressing";
const FIND_ORDERS = "http://orders.erp.nordhaus.example/OrderPort/FindOrdersRequest";

/** The settings of one who read the manual. */
export const circuit = {
  timeout: 1_500,
  errorThresholdPercentage: 50,
  volumeThreshold: 20,
  resetTimeout: 5_000,
};

type Tree = Record<string, unknown>;
type Asking = (input: unknown, options?: unknown) => Promise<[Tree]>;

export async function openSystems(environment: Readonly<Record<string, string | undefined>>) {
  const crm = await createClientAsync(contract("crm/contract/crm.wsdl"), {}, environment["CRM_URL"]);
  const { CRM_USERNAME = "", CRM_PASSWORD = "" } = environment;
  crm.setSecurity(
    new WSSecurity(CRM_USERNAME, CRM_PASSWORD, { passwordType: "PasswordDigest", hasTimeStamp: false }),
  );
  const erpUrl = environment["ERP_URL"] ?? "";
  const erp = await createClientAsync(
    contract("erp/contract/erp.wsdl"),
    { forceSoap12Headers: true },
    erpUrl,
  );
  erp.addSoapHeader(
    () =>
      `<Action xmlns="${WSA}">${FIND_ORDERS}</Action><MessageID xmlns="${WSA}">urn:uuid:${randomUUID()}</MessageID>` +
      `<To xmlns="${WSA}">${erpUrl}</To>`,
  );
  const readCustomer = crm["LeseKundeAsync"] as Asking;
  const findOrders = erp["FindOrdersAsync"] as Asking;
  const customer = new CircuitBreaker(
    async (kdnr: string) => (await readCustomer.call(crm, { kdnr }))[0]["LeseKundeResult"] as Tree,
    circuit,
  );
  const orders = new CircuitBreaker(
    async (kdnr: string) => (await findOrders.call(erp, recentOrdersOf(kdnr)))[0],
    circuit,
  );
  return { customer: (id: string) => customer.fire(id), orders: (id: string) => orders.fire(id) };
}
