export interface MetricSample {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** Reads Prometheus text strictly: a line that is not as the format demands throws. */
export function readMetrics(text: string): {
  readonly types: Map<string, string>;
  readonly samples: MetricSample[];
} {
  const types = new Map<string, string>();
  const samples: MetricSample[] = [];
  for (const line of text.split("\n")) {
    const type = /^# TYPE (\w+) (counter|gauge|histogram)$/.exec(line);
    if (type !== null) types.set(type[1] as string, type[2] as string);
    else if (line !== "" && !/^# HELP \w+ \S/.test(line)) samples.push(toSample(line));
  }
  return { types, samples };
}

/** The one sample with this name and at least these labels, or 0. */
export function valueOf(text: string, name: string, labels: Readonly<Record<string, string>> = {}): number {
  const wanted = Object.entries(labels);
  const matching = readMetrics(text).samples.filter(
    (sample) => sample.name === name && wanted.every(([label, value]) => sample.labels[label] === value),
  );
  if (matching.length > 1) throw new Error(`${matching.length} samples match ${name}`);
  return matching[0]?.value ?? 0;
}

const SAMPLE = /^(\w+)(?:\{((?:\w+="(?:[^"\\]|\\["\\n])*",?)+)\})? ([+-]Inf|NaN|-?[\d.]+(?:e[+-]\d+)?)$/;

function toSample(line: string): MetricSample {
  const [, name, labelText = "", value] = SAMPLE.exec(line) ?? [];
  if (name === undefined || value === undefined) throw new Error(`not a sample: ${JSON.stringify(line)}`);
  const labels: Record<string, string> = {};
  for (const [, label, text] of labelText.matchAll(/(\w+)="((?:[^"\\]|\\.)*)"/g)) {
    labels[label as string] = JSON.parse(`"${text as string}"`) as string;
  }
  return { name, labels, value: Number(value.replace("Inf", "Infinity")) };
}
