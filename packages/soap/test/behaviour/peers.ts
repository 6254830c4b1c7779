import { testCall } from "@portico/core/testing";
import { createHttpClient } from "@portico/http";
import { createClientAsync } from "soap";
import strongSoap from "strong-soap";
import { soapClient } from "../../src/client.ts";
import type { SoapContract } from "../../src/contract.ts";

/** What a library makes of the one operation `Ask` of a contract: its output, or what it rejects with. */
export interface Peer {
  readonly name: string;
  ask(contract: PeerContract, url: string, input: object): Promise<unknown>;
}

export interface PeerContract {
  /** The WSDL, for who reads it at run time. */
  readonly file: string;
  /** For us; the reason as text when it does not compile. */
  readonly compiled: SoapContract | string;
}

const portico: Peer = {
  name: "Portico",
  async ask({ compiled }, url, input) {
    if (typeof compiled === "string") throw new Error(`Refused when it is compiled: ${compiled}`);
    const http = createHttpClient({ url });
    try {
      return await soapClient(compiled, { url, http })["Ask"]!(input, testCall());
    } finally {
      await http.close();
    }
  },
};

const nodeSoap: Peer = {
  name: "node-soap",
  async ask({ file }, url, input) {
    const client = await createClientAsync(file, {}, url);
    const answer: readonly unknown[] = await client["AskAsync"](input);
    return answer[0];
  },
};

const strongSoapPeer: Peer = {
  name: "strong-soap",
  async ask({ file }, url, input) {
    const client = await new Promise<Parameters<Parameters<typeof strongSoap.soap.createClient>[2]>[1]>(
      (resolve, reject) =>
        strongSoap.soap.createClient(file, {}, (error, created) =>
          error ? reject(asError(error)) : resolve(created),
        ),
    );
    client.setEndpoint(url);
    return new Promise<unknown>((resolve, reject) =>
      client.Ask(input, (error, answer) => (error ? reject(asError(error)) : resolve(answer))),
    );
  },
};

const asError = (error: unknown): Error => (error instanceof Error ? error : new Error(String(error)));

export const peers: readonly Peer[] = [portico, nodeSoap, strongSoapPeer];
