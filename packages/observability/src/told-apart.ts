/** Label combinations of one metric that are told apart. */
const COMBINATIONS_MAX = 1_000;

/**
 * The part of `metric` that counts these label values. prom-client has no bound: beyond the maximum, combinations that
 * were not seen before share one more part, with every label `other`, so that a label declared carelessly costs
 * neither memory nor scrapes.
 */
export function toldApart<Part>(metric: {
  labels(...values: string[]): Part;
}): (...values: string[]) => Part {
  const parts = new Map<string, Part>();
  return (...values) => {
    const key = values.join("\u0000");
    const known = parts.get(key);
    if (known !== undefined) return known;
    if (parts.size >= COMBINATIONS_MAX) return metric.labels(...values.map(() => "other"));
    const part = metric.labels(...values);
    parts.set(key, part);
    return part;
  };
}
