import { Command, InvalidArgumentError } from "commander";
import { contractSource, vendorImports } from "@portico/soap/terminal";
import { plainLine } from "../screen/plain-text.ts";
import { folderOption } from "./contract-options.ts";

interface VendorOptions {
  readonly allowRemote: readonly string[];
  readonly folder?: string;
  readonly json?: true;
}

export const vendorCommand = (): Command =>
  new Command("vendor")
    .description(
      "Fetch what a WSDL imports from other machines and keep it beside the WSDL; the one command that fetches anything",
    )
    .argument("<wsdl>", "the file")
    .requiredOption(
      "--allow-remote <host>",
      "a host that may be asked, as the URLs spell it; may be repeated; never one with an address that is not public",
      hosts,
    )
    .addOption(folderOption())
    .option("--json", "report and errors for machines")
    .action(async (wsdl: string, { allowRemote, folder, json }: VendorOptions) => {
      const documents = await vendorImports(contractSource(wsdl, folder), { hosts: new Set(allowRemote) });
      const lines = documents.map(({ url, file, sha256 }) => {
        return `${plainLine(url)}: ${file}, sha256 ${sha256.slice(0, 16)}…\n`;
      });
      if (json === true) process.stdout.write(`${JSON.stringify({ documents }, undefined, 2)}\n`);
      else
        process.stdout.write(
          lines.length === 0 ? "Nothing is missing that another machine has.\n" : lines.join(""),
        );
    });

function hosts(written: string, earlier: readonly string[] = []): readonly string[] {
  const host = URL.parse(`https://${written}`)?.host;
  if (host === undefined || host !== written.toLowerCase()) {
    throw new InvalidArgumentError("Must be a host, or host:port.");
  }
  return [...earlier, host];
}
