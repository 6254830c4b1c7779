import type { Instrument, Sample } from "./instruments.ts";

/** The content type of the text format. Source: Prometheus, Exposition formats, text format 0.0.4. */
export const PROMETHEUS_TEXT = "text/plain; version=0.0.4; charset=utf-8";

/** What a scrape is answered. A metric without a series yet still says its name, help and type. */
export function toPrometheusText(instruments: readonly Instrument[]): string {
  let text = "";
  for (const instrument of instruments) {
    const { name } = instrument;
    text += `# HELP ${name} ${escapeHelp(instrument.help)}\n# TYPE ${name} ${instrument.type}\n`;
    for (const sample of instrument.samples()) {
      text += `${name}${sample.suffix}${toLabels(sample)} ${toNumber(sample.value)}\n`;
    }
  }
  return text;
}

const toLabels = ({ labels }: Sample): string =>
  labels.length === 0
    ? ""
    : `{${labels.map(([name, value]) => `${name}="${escapeLabel(`${value}`)}"`).join(",")}}`;

const toNumber = (value: number): string =>
  value === Infinity ? "+Inf" : value === -Infinity ? "-Inf" : `${value}`;

const escapeHelp = (text: string): string => text.replaceAll("\\", "\\\\").replaceAll("\n", "\\n");
const escapeLabel = (text: string): string => escapeHelp(text).replaceAll('"', '\\"');
