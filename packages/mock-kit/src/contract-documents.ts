import { readFileSync } from "node:fs";
import { answerText } from "./answer.ts";

export interface ContractDocuments {
  /** Where the files are. */
  readonly folder: URL;
  /** Which file answers which path and query, e.g. `"/crm/CustomerService.asmx?wsdl": "crm.wsdl"`. */
  readonly files: Readonly<Record<string, string>>;
  /** The service's address as the files print it. A caller reads the address it came by instead. */
  readonly address: string;
}

/** Serves WSDL and XSD files the way the old stacks do: beside the service, with the caller's host in the address. */
export function contractDocuments({
  folder,
  files,
  address,
}: ContractDocuments): (url: URL) => Response | undefined {
  const texts = new Map(
    Object.entries(files).map(([path, file]) => [
      path.toLowerCase(),
      readFileSync(new URL(file, folder), "utf8"),
    ]),
  );
  return (url) => {
    const text = texts.get(`${url.pathname}${url.search}`.toLowerCase());
    if (text === undefined) return undefined;
    const here = new URL(new URL(address).pathname, url).href;
    return answerText(200, "text/xml; charset=utf-8", text.replaceAll(address, here));
  };
}
