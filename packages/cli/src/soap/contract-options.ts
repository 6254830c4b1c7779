import { type Command, Option } from "commander";
import { contractSource, type OpenOperation, openOperation } from "@portico/soap/terminal";

export interface OperationOptions {
  readonly wsdl: string;
  readonly operation: string;
  readonly folder?: string;
  readonly service?: string;
  readonly port?: string;
}

export const folderOption = (): Option =>
  new Option("--folder <dir>", "what imports may not leave; the WSDL's own folder when left out");

/** What names one operation of a contract. */
export function withOperation(command: Command): Command {
  return command
    .requiredOption("--wsdl <file>", "the contract")
    .requiredOption("--operation <name>", "as the WSDL calls it; `portico soap doctor` lists them")
    .option("--service <name>", "where the WSDL has several")
    .option("--port <name>", "where the service has several")
    .addOption(folderOption());
}

export const openChosen = ({ wsdl, folder, ...choice }: OperationOptions): OpenOperation =>
  openOperation({ source: contractSource(wsdl, folder), ...choice });
