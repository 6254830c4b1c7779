import type { Growth, GrowthPoint } from "./growth.ts";

const WIDTH = 760;
const HEIGHT = 400;
const LEFT = 56;
const RIGHT = 132;
const TOP = 64;
const BOTTOM = 56;
const PLOT_WIDTH = WIDTH - LEFT - RIGHT;
const PLOT_HEIGHT = HEIGHT - TOP - BOTTOM;

const COLOURS = { decode: "#0b6e99", encode: "#c2571a" };

/** Nanoseconds per byte over the size of the document, as a picture for a report: level lines are linear cost. */
export function growthPlot(growth: Growth): string {
  const points = [...growth.decode, ...growth.encode];
  const scale = new Scale(points);
  const lines = (["decode", "encode"] as const).map((name) => series(name, growth[name], scale));
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" font-family="system-ui, sans-serif" font-size="12" fill="#333">
<title>What a byte costs, by the size of the document</title>
<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>
<text x="${LEFT}" y="26" font-size="16" font-weight="600">What a byte costs, by the size of the document</text>
<text x="${LEFT}" y="45" fill="#666">nanoseconds per byte; a level line means that cost is linear</text>
${scale.costs.map((cost) => costLine(cost, scale)).join("\n")}
${growth.decode.map((point) => sizeTick(point, scale)).join("\n")}
<text x="${LEFT + PLOT_WIDTH / 2}" y="${HEIGHT - 14}" text-anchor="middle" fill="#666">size, doubling</text>
${lines.join("\n")}
</svg>
`;
}

/** Sizes by their logarithm, costs from zero up. */
class Scale {
  readonly costs: readonly number[];
  private readonly costMax: number;
  private readonly bytesMin: number;
  private readonly bytesMax: number;

  constructor(points: readonly GrowthPoint[]) {
    const sizes = points.map(({ bytes }) => bytes);
    this.bytesMin = Math.min(...sizes);
    this.bytesMax = Math.max(...sizes);
    const highest = Math.max(...points.map(({ nsPerByte }) => nsPerByte));
    const step = [0.25, 0.5, 1, 2, 5, 10].find((one) => highest / one <= 6) ?? 20;
    const count = Math.ceil((highest * 1.05) / step);
    this.costMax = count * step;
    this.costs = Array.from({ length: count + 1 }, (_, i) => i * step);
  }

  x(bytes: number): string {
    const share = Math.log(bytes / this.bytesMin) / Math.log(this.bytesMax / this.bytesMin);
    return (LEFT + share * PLOT_WIDTH).toFixed(1);
  }

  y(nsPerByte: number): string {
    return (TOP + (1 - nsPerByte / this.costMax) * PLOT_HEIGHT).toFixed(1);
  }
}

function costLine(cost: number, scale: Scale): string {
  const y = scale.y(cost);
  return (
    `<line x1="${LEFT}" x2="${LEFT + PLOT_WIDTH}" y1="${y}" y2="${y}" stroke="${cost === 0 ? "#999" : "#e5e5e5"}"/>` +
    `<text x="${LEFT - 8}" y="${y}" dy="4" text-anchor="end" fill="#666">${cost}</text>`
  );
}

function sizeTick({ bytes }: GrowthPoint, scale: Scale): string {
  const x = scale.x(bytes);
  const bottom = TOP + PLOT_HEIGHT;
  return (
    `<line x1="${x}" x2="${x}" y1="${bottom}" y2="${bottom + 5}" stroke="#999"/>` +
    `<text x="${x}" y="${bottom + 19}" text-anchor="middle" fill="#666">${sizeText(bytes)}</text>`
  );
}

const sizeText = (bytes: number): string =>
  bytes < 1_000_000 ? `${Math.round(bytes / 1_024)} KB` : `${Math.round(bytes / 1_048_576)} MB`;

function series(name: keyof typeof COLOURS, points: readonly GrowthPoint[], scale: Scale): string {
  const colour = COLOURS[name];
  const at = points.map(({ bytes, nsPerByte }) => ({ x: scale.x(bytes), y: scale.y(nsPerByte) }));
  const last = at.at(-1)!;
  const dots = at.map(({ x, y }, i) => {
    const { bytes, nsPerByte } = points[i]!;
    return `<circle cx="${x}" cy="${y}" r="3.5" fill="${colour}"><title>${name}, ${sizeText(bytes)}: ${nsPerByte.toFixed(2)} ns per byte</title></circle>`;
  });
  return (
    `<polyline points="${at.map(({ x, y }) => `${x},${y}`).join(" ")}" fill="none" stroke="${colour}" stroke-width="2" stroke-linejoin="round"/>\n` +
    `${dots.join("\n")}\n` +
    `<text x="${last.x}" y="${last.y}" dx="12" dy="4" fill="${colour}" font-weight="600">${name} ${points.at(-1)!.nsPerByte.toFixed(1)} ns</text>`
  );
}
