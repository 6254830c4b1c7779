import { ToldApart } from "./told-apart.ts";

/** A number under one combination of labels. */
export interface Reading {
  value: number;
}

/** How long things took, in the buckets of one metric. */
export interface Durations {
  /** One per bucket, not cumulative, and one more for what is longer than all. */
  readonly counts: number[];
  sumSeconds: number;
}

type Kind = "counter" | "gauge" | "histogram";
type Write = (name: string, labels: string, value: number) => void;

/**
 * The numbers of one service as Prometheus reads them. Counting is an addition on a plain object; text is made when it
 * is asked for. A client library hashes the labels again with each event, which was a twentieth of a cached page.
 * @see https://prometheus.io/docs/instrumenting/exposition_formats/ (text format 0.0.4)
 */
export class Metrics {
  readonly #families: (() => string)[] = [];

  /** Counts from 0 under each combination of values, which are given in the order of `labelNames`. */
  counter(name: string, help: string, labelNames: readonly string[]): ToldApart<Reading> {
    return this.#readings("counter", name, help, labelNames);
  }

  gauge(name: string, help: string, labelNames: readonly string[]): ToldApart<Reading> {
    return this.#readings("gauge", name, help, labelNames);
  }

  /** A number that is looked up when somebody asks. */
  reading(kind: "counter" | "gauge", name: string, help: string, read: () => number): void {
    this.#family(kind, name, help, (write) => write(name, "", read()));
  }

  /** @param bucketsSeconds upper bounds, ascending, each included in its bucket */
  durations(
    name: string,
    help: string,
    labelNames: readonly string[],
    bucketsSeconds: readonly number[],
  ): ToldApart<Durations> {
    const bounds = [...bucketsSeconds.map(String), "+Inf"];
    const parts = new ToldApart<Durations>(() => ({ counts: bounds.map(() => 0), sumSeconds: 0 }));
    this.#family("histogram", name, help, (write) => {
      for (const { labels, part } of parts.all) {
        const own = labelText(labelNames, labels);
        let counted = 0;
        for (const [i, bound] of bounds.entries()) {
          counted += part.counts[i] ?? 0;
          write(`${name}_bucket`, `${own}${own === "" ? "" : ","}le="${bound}"`, counted);
        }
        write(`${name}_sum`, own, part.sumSeconds);
        write(`${name}_count`, own, counted);
      }
    });
    return parts;
  }

  text(): string {
    return this.#families.map((family) => family()).join("\n");
  }

  #readings(kind: Kind, name: string, help: string, labelNames: readonly string[]): ToldApart<Reading> {
    const parts = new ToldApart<Reading>(() => ({ value: 0 }));
    this.#family(kind, name, help, (write) => {
      for (const { labels, part } of parts.all) write(name, labelText(labelNames, labels), part.value);
    });
    return parts;
  }

  #family(kind: Kind, name: string, help: string, samples: (write: Write) => void): void {
    this.#families.push(() => {
      let text = `# HELP ${name} ${help}\n# TYPE ${name} ${kind}\n`;
      samples((sample, labels, value) => {
        text += `${sample}${labels === "" ? "" : `{${labels}}`} ${value}\n`;
      });
      return text;
    });
  }
}

const labelText = (names: readonly string[], values: readonly string[]): string =>
  names.map((name, i) => `${name}="${escaped(values[i] ?? "")}"`).join(",");

const escaped = (value: string): string =>
  value.replaceAll("\\", "\\\\").replaceAll("\n", "\\n").replaceAll('"', '\\"');
