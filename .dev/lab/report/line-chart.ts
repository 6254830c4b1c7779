import { chartFrame, escapeText, LEFT, type Plot, px, RIGHT, type TimeAxis, WIDTH } from "./frame.ts";

export interface Line {
  readonly label: string;
  /** Which of the report's colours, from 0. */
  readonly colour: number;
  /** Thin and dashed: beside the one that matters. */
  readonly minor?: boolean;
  /** In order of time; a gap where a value is `NaN`. */
  readonly points: readonly { readonly atMs: number; readonly value: number }[];
}

export interface LineChart {
  readonly title: string;
  readonly unit: string;
  readonly lines: readonly Line[];
  /** A value nothing should exceed. */
  readonly limit?: { readonly value: number; readonly label: string };
  /** For values that differ by orders of magnitude. */
  readonly logarithmic?: boolean;
}

const PLOT_PX = 150;
const LABEL_GAP_PX = 14;

export function lineChart(axis: TimeAxis, chart: LineChart): string {
  const values = chart.lines
    .flatMap(({ points }) => points.map(({ value }) => value))
    .filter(Number.isFinite);
  const most = Math.max(1, chart.limit?.value ?? 0, ...values);
  const ticks = chart.logarithmic === true ? decades(values, most) : steps(most);
  const [low = 0, high = 1] = [ticks[0], ticks.at(-1)];
  const unit = chart.logarithmic === true ? `${chart.unit}, logarithmic` : chart.unit;

  return chartFrame(axis, { title: chart.title, unit, plotPx: PLOT_PX }, (plot) => {
    const share = (value: number) =>
      chart.logarithmic === true
        ? Math.log(Math.max(value, low) / low) / Math.log(high / low)
        : (value - low) / (high - low);
    const y = (value: number) => plot.bottomPx - share(value) * (plot.bottomPx - plot.topPx);
    const grid = ticks.map(
      (tick) =>
        `<path class="grid" d="M${LEFT} ${px(y(tick))}H${WIDTH - RIGHT}"/><text class="axis" text-anchor="end" x="${LEFT - 8}" y="${px(y(tick) + 4)}">${tick.toLocaleString("en")}</text>`,
    );
    const limit =
      chart.limit === undefined
        ? ""
        : `<path class="limit" d="M${LEFT} ${px(y(chart.limit.value))}H${WIDTH - RIGHT}"/><text class="limit-name" x="${LEFT + 6}" y="${px(y(chart.limit.value) - 5)}">${escapeText(chart.limit.label)}</text>`;
    const paths = chart.lines.map(
      (line) =>
        `<path class="line c${line.colour}${line.minor === true ? " minor" : ""}" d="${pathOf(line, plot, y)}"/>`,
    );
    return [...grid, ...paths, limit, labels(chart.lines, y, plot)].join("");
  });
}

function pathOf({ points }: Line, { x }: Plot, y: (value: number) => number): string {
  let pen = "M";
  return points
    .map(({ atMs, value }) => {
      if (!Number.isFinite(value)) {
        pen = "M";
        return "";
      }
      const piece = `${pen}${px(x(atMs))} ${px(y(value))}`;
      pen = "L";
      return piece;
    })
    .join("");
}

/** At the end of each line, pushed apart where they would cover each other. */
function labels(lines: readonly Line[], y: (value: number) => number, plot: Plot): string {
  const ends = lines
    .map((line) => ({ line, y: y(line.points.findLast(({ value }) => Number.isFinite(value))?.value ?? 0) }))
    .toSorted((a, b) => a.y - b.y);
  let free = plot.topPx;
  const placed = ends.map((end) => {
    const at = Math.max(end.y + 4, free);
    free = at + LABEL_GAP_PX;
    return { ...end, at };
  });
  // Those that ran over the edge move up together.
  const over = Math.max(0, free - LABEL_GAP_PX - plot.bottomPx - 4);
  return placed
    .map(
      ({ line, at }) =>
        `<text class="label c${line.colour}${line.minor === true ? " minor" : ""}" x="${WIDTH - RIGHT + 8}" y="${px(at - over)}">${escapeText(line.label)}</text>`,
    )
    .join("");
}

/** 1, 3, 10, 30 … around all values. */
function decades(values: readonly number[], most: number): readonly number[] {
  const least = Math.max(1, Math.min(...values.filter((value) => value > 0), most));
  const all = Array.from({ length: 14 }, (_, i) => (i % 2 === 0 ? 1 : 3) * 10 ** Math.floor(i / 2));
  const first = Math.max(
    0,
    all.findLastIndex((tick) => tick <= least),
  );
  const last = all.findIndex((tick) => tick >= most);
  return all.slice(first, Math.max(last, first + 1) + 1);
}

function steps(most: number): readonly number[] {
  const rough = most / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  const step = Math.max(1, power * ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10));
  return Array.from({ length: Math.ceil(most / step) + 1 }, (_, i) => i * step);
}
