import { type LabelValue, type Series, seriesTable } from "./series.ts";

/** One number of a scrape. */
export interface Sample {
  /** What the format appends to the metric's name. */
  readonly suffix: "" | "_bucket" | "_sum" | "_count";
  /** As the text format has them, without braces. */
  readonly labels: string;
  readonly value: number;
}

/** One metric family as a scrape sees it. */
export interface Instrument {
  readonly name: string;
  /** One line. */
  readonly help: string;
  readonly type: "counter" | "gauge" | "histogram";
  samples(): Sample[];
}

interface Description {
  /** Ends in its unit, and counters in `_total`. Source: Prometheus, Metric and label naming. */
  readonly name: string;
  readonly help: string;
  /** Every value is a name somebody declared in code, never something a client sent. */
  readonly labels: readonly string[];
}

export interface Counter extends Instrument {
  /** One more of these label values, in the order `labels` declares. */
  add(...labels: LabelValue[]): void;
}

export function counter({ name, help, labels }: Description): Counter {
  const table = seriesTable(labels, () => ({ value: 0 }));
  return {
    name,
    help,
    type: "counter",
    add: (...values) => void (table.at(...values).value += 1),
    samples: () => table.all.map(plain),
  };
}

export interface Gauge extends Instrument {
  set(value: number, ...labels: LabelValue[]): void;
}

export function gauge({ name, help, labels }: Description): Gauge {
  const table = seriesTable(labels, () => ({ value: 0 }));
  return {
    name,
    help,
    type: "gauge",
    set: (value, ...values) => void (table.at(...values).value = value),
    samples: () => table.all.map(plain),
  };
}

/** A number somebody else keeps, read when a scrape asks. */
export function reading(
  type: "counter" | "gauge",
  { name, help }: Omit<Description, "labels">,
  read: () => number,
): Instrument {
  return { name, help, type, samples: () => [{ suffix: "", labels: "", value: read() }] };
}

export interface Histogram extends Instrument {
  /** A `value` that is negative or not finite is left out: it would spoil the sum for good. */
  observe(value: number, ...labels: LabelValue[]): void;
}

/** `bounds`: upper ends of the buckets, ascending, in the unit of the name. `+Inf` is added. */
export function histogram({ name, help, labels }: Description, bounds: readonly number[]): Histogram {
  const table = seriesTable(labels, () => ({
    sum: 0,
    counts: Array.from({ length: bounds.length + 1 }, () => 0),
  }));
  return {
    name,
    help,
    type: "histogram",
    observe(value, ...values) {
      if (!Number.isFinite(value) || value < 0) return;
      const cell = table.at(...values);
      let bucket = 0;
      while (bucket < bounds.length && value > (bounds[bucket] as number)) bucket += 1;
      (cell.counts[bucket] as number) += 1;
      cell.sum += value;
    },
    samples: () => {
      const samples: Sample[] = [];
      for (const { labels: own, cell } of table.all) {
        let below = 0;
        for (const [bucket, count] of cell.counts.entries()) {
          below += count;
          samples.push({
            suffix: "_bucket",
            labels: `${own},le="${bounds[bucket] ?? "+Inf"}"`,
            value: below,
          });
        }
        samples.push({ suffix: "_sum", labels: own, value: cell.sum });
        samples.push({ suffix: "_count", labels: own, value: below });
      }
      return samples;
    },
  };
}

const plain = ({ labels, cell }: Series<{ readonly value: number }>): Sample => ({
  suffix: "",
  labels,
  value: cell.value,
});
