import { fileURLToPath } from "node:url";
import { createClientAsync } from "soap";

const wsdlFile = fileURLToPath(new URL("../../../mocks/erp/contract/erp.wsdl", import.meta.url));

/** node-soap's view of a WSDL. */
export interface NodeSoap {
  readonly xmlToObject: (xml: string) => unknown;
  readonly objectToDocumentXML: (
    name: string,
    params: unknown,
    prefix: string,
    uri: string,
    type?: string,
  ) => string;
}

export async function openNodeSoap(): Promise<NodeSoap> {
  const client = await createClientAsync(wsdlFile);
  // Not in its types: what its own client reads answers and writes requests with.
  return (client as unknown as { wsdl: NodeSoap }).wsdl;
}
