import { createServer, type RequestListener } from "node:http";
import { listenOnFreePort, testCall } from "@portico/core/testing";
import { createHttpClient } from "@portico/http";
import { soapClient } from "../src/client.ts";
import type { SoapClient, SoapContract } from "../src/contract.ts";
import { odditiesContract } from "./oddities/generated/oddities.gen.ts";

export { odditiesContract };
export const odditiesContract12 = { ...odditiesContract, version: "1.2" } as const;
export type OdditiesContract = typeof odditiesContract | typeof odditiesContract12;

export const ENVELOPE_11 = "http://schemas.xmlsoap.org/soap/envelope/";
export const ENVELOPE_12 = "http://www.w3.org/2003/05/soap-envelope";

/** What `Echo` makes of what a real server answers: its output, or what it rejects with. */
export const ask = (
  answer: RequestListener,
  contract: OdditiesContract = odditiesContract,
): Promise<unknown> => asking(answer, contract, (client) => client.Echo({ shape: [], item: [] }, testCall()));

/** What a question comes to when a real server answers: its output, or what it rejects with. */
export async function asking<Contract extends SoapContract>(
  answer: RequestListener,
  contract: Contract,
  question: (client: SoapClient<Contract>) => Promise<unknown>,
): Promise<unknown> {
  const server = createServer(answer);
  const url = `http://127.0.0.1:${await listenOnFreePort(server)}/oddities`;
  const http = createHttpClient({ url });
  try {
    return await question(soapClient(contract, { url, http }));
  } catch (error) {
    return error;
  } finally {
    await http.close();
    await new Promise((resolve) => server.close(resolve));
  }
}

/** An HTTP answer of one piece. */
export const answering =
  (
    status: number,
    contentType: string,
    body: string | Buffer,
    headers: Record<string, string> = {},
  ): RequestListener =>
  (_request, response) =>
    void response.writeHead(status, { "content-type": contentType, ...headers }).end(body);

export const envelope11 = (body: string): string =>
  `<?xml version="1.0"?><e:Envelope xmlns:e="${ENVELOPE_11}"><e:Body>${body}</e:Body></e:Envelope>`;
export const envelope12 = (body: string): string =>
  `<e:Envelope xmlns:e="${ENVELOPE_12}"><e:Header/><e:Body>${body}</e:Body></e:Envelope>`;

export const fault11 = (code: string, detail: string): string =>
  envelope11(
    `<e:Fault><faultcode>${code}</faultcode><faultstring>Nein: K&#xFC;he</faultstring>${detail}</e:Fault>`,
  );
export const fault12 = (code: string, detail: string): string =>
  envelope12(
    `<e:Fault><e:Code><e:Value>${code}</e:Value><e:Subcode><e:Value xmlns:o="urn:oddities">o:Odd</e:Value></e:Subcode></e:Code>` +
      `<e:Reason><e:Text xml:lang="en">No</e:Text><e:Text xml:lang="de">Nein</e:Text></e:Reason>${detail}</e:Fault>`,
  );

/** The detail of a fault that `Echo` declares. */
export const refused = '<o:Refused xmlns:o="urn:oddities"><o:because>plain</o:because></o:Refused>';
export const emptyAnswer = '<EchoResponse xmlns="urn:oddities"/>';
