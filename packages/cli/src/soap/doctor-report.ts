import type { Diagnosis, Finding, OperationDiagnosis, OperationStatus } from "@portico/soap/terminal";
import { plainLine } from "../screen/plain-text.ts";
import { type Colour, coloured, type Screen } from "../screen/screen.ts";
import { renderTable } from "../screen/table.ts";

const COLOURS: Readonly<Record<OperationStatus, Colour>> = {
  supported: "green",
  lossy: "yellow",
  refused: "red",
};

/** The diagnosis as people read it. */
export function doctorReport(diagnosis: Diagnosis, screen: Screen): string {
  const { wsdl, files, ports, policies, missing, operations } = diagnosis;
  const sections = [
    section("Ports", portRows(diagnosis), screen),
    section("Policies", findingRows(policies), screen),
    section("Imports that led nowhere", findingRows(missing), screen),
    section(
      "Files",
      files.length < 2 ? [] : files.map(({ file, bytes }) => [plainLine(file), size(bytes)]),
      screen,
    ),
    section("Operations", operationRows(operations, ports.filter(({ isSoap }) => isSoap).length > 1), screen),
  ];
  return [summary(diagnosis, plainLine(wsdl), screen), ...sections].filter((one) => one !== "").join("\n");
}

function summary({ files, operations }: Diagnosis, name: string, screen: Screen): string {
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  const counts = (["supported", "lossy", "refused"] as const).flatMap((status) => {
    const count = operations.filter((one) => one.status === status).length;
    return count === 0 ? [] : [`${count} ${status}`];
  });
  const found =
    operations.length === 0
      ? "no operation with a SOAP binding"
      : `${plural(operations.length, "operation")}: ${counts.join(", ")}`;
  return `${coloured(name, "bold", screen)}: ${plural(files.length, "file")}, ${size(bytes)}; ${found}\n`;
}

function section(title: string, rows: readonly (readonly string[])[], screen: Screen): string {
  if (rows.length === 0) return "";
  const table = renderTable(rows, screen.columns, (cell) => {
    const colour = COLOURS[cell as OperationStatus] as Colour | undefined;
    return colour === undefined ? cell : coloured(cell, colour, screen);
  });
  return `${coloured(title, "bold", screen)}\n${table}`;
}

const portRows = ({ ports }: Diagnosis) =>
  ports.map(({ service, name, protocol, styles, addressing, address }) => {
    const headers = addressing === undefined ? [] : [`WS-Addressing ${addressing}`];
    const speaks = [protocol, ...styles, ...headers, address === "" ? "no address" : address];
    return [plainLine(`${service}/${name}`), plainLine(speaks.join(", "))];
  });

const findingRows = (findings: readonly Finding[]) =>
  findings.map(({ place, text }) => [placeOf(place), plainLine(text)]);

/** One row per reason. The port is named where there are several. */
function operationRows(operations: readonly OperationDiagnosis[], severalPorts: boolean) {
  return operations.flatMap(({ service, port, name, status, reasons, place }) => {
    const operation = plainLine(severalPorts ? `${service}/${port} ${name}` : name);
    const [first = { place, text: "" }, ...others] = reasons;
    return [
      [operation, status, reasons.length === 0 ? "" : placeOf(first.place), plainLine(first.text)],
      ...others.map((reason) => ["", "", placeOf(reason.place), plainLine(reason.text)]),
    ];
  });
}

const placeOf = ({ file, line }: Finding["place"]): string => `${plainLine(file)}:${line}`;
const plural = (count: number, thing: string): string => `${count} ${thing}${count === 1 ? "" : "s"}`;
const size = (bytes: number): string =>
  bytes < 10_000
    ? `${bytes} bytes`
    : bytes < 10_000_000
      ? `${Math.round(bytes / 1_000)} kB`
      : `${Math.round(bytes / 1_000_000)} MB`;
