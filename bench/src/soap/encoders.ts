import { erpContract } from "@portico/adapter-erp/generated";
import { requestEnvelope } from "@portico/soap/messages";
import type { Contender } from "../measure.ts";
import type { NodeSoap } from "./node-soap.ts";
import type { RecordedRequest } from "./requests.ts";

const { PlaceOrder } = erpContract.operations;
const { namespace, local } = PlaceOrder.input!;

/** The request as it is sent, by us. */
export const encoded = ({ input }: RecordedRequest): Buffer =>
  requestEnvelope(erpContract, PlaceOrder, input, "");

/** Us: an object in, a checked envelope out. */
export const encoder = (request: RecordedRequest): Contender => ({
  name: "portico",
  work: () => encoded(request),
});

/** Who encodes a request: an object in, bytes out. node-soap is spared the envelope around the body. */
export function encoders(request: RecordedRequest, nodeSoap: NodeSoap): readonly Contender[] {
  const theirs = () => nodeSoap.objectToDocumentXML(local, request.input, namespace.prefix, namespace.uri);
  if (!encoded(request).includes(`<soap:Body>${theirs()}</soap:Body>`)) {
    throw new Error("node-soap writes another request");
  }
  return [
    encoder(request),
    { name: "JSON.stringify", work: () => Buffer.from(JSON.stringify(request.input)) },
    { name: "node-soap", work: () => Buffer.from(theirs()) },
  ];
}
