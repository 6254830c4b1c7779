import type { Instrument } from "./instruments.ts";

/** The content type of the text format. Source: Prometheus, Exposition formats, text format 0.0.4. */
export const PROMETHEUS_TEXT = "text/plain; version=0.0.4; charset=utf-8";

/** What a scrape is answered. A metric without a series yet still says its name, help and type. */
export function toPrometheusText(instruments: readonly Instrument[]): string {
  let text = "";
  for (const instrument of instruments) {
    const { name, help, type } = instrument;
    text += `# HELP ${name} ${help}\n# TYPE ${name} ${type}\n`;
    for (const { suffix, labels, value } of instrument.samples()) {
      text += labels === "" ? `${name}${suffix} ${value}\n` : `${name}${suffix}{${labels}} ${value}\n`;
    }
  }
  return text;
}
