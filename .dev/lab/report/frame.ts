import type { FaultWindow } from "@portico/mock-kit/faults";

/** All charts stand under each other with one time axis, so their left and right edges are the same. */
export const WIDTH = 960;
export const LEFT = 64;
export const RIGHT = 158;
const TOP = 46;
const BOTTOM = 26;

/** What every chart of one report shares. */
export interface TimeAxis {
  readonly durationMs: number;
  readonly windows: readonly FaultWindow[];
}

export interface Plot {
  readonly x: (atMs: number) => number;
  readonly topPx: number;
  readonly bottomPx: number;
}

export const escapeText = (text: string): string =>
  text.replace(/[&<>"']/g, (character) => `&#${character.codePointAt(0)};`);

/** Pixels, short enough to keep a report of minutes small. */
export const px = (value: number): string => String(Math.round(value * 10) / 10);

/** A chart's title, its time axis, the faults as shaded stretches, and whatever `draw` puts over them. */
export function chartFrame(
  { durationMs, windows }: TimeAxis,
  chart: { readonly title: string; readonly unit: string; readonly plotPx: number },
  draw: (plot: Plot) => string,
): string {
  const heightPx = TOP + chart.plotPx + BOTTOM;
  const plot: Plot = {
    x: (atMs) => LEFT + (Math.min(Math.max(atMs, 0), durationMs) / durationMs) * (WIDTH - LEFT - RIGHT),
    topPx: TOP,
    bottomPx: TOP + chart.plotPx,
  };
  return `<svg viewBox="0 0 ${WIDTH} ${heightPx}" role="img" aria-label="${escapeText(`${chart.title}, ${chart.unit}`)}">
<text class="title" x="${LEFT}" y="16">${escapeText(chart.title)}<tspan class="unit" dx="8">${escapeText(chart.unit)}</tspan></text>
${windows.map((window) => shade(window, plot)).join("")}
${timeTicks(durationMs, plot)}
${draw(plot)}
</svg>`;
}

function shade({ system, fault, fromMs, toMs }: FaultWindow, { x, topPx, bottomPx }: Plot): string {
  const [left, right] = [x(fromMs), x(toMs)];
  const name = `${system}: ${fault.kind}`;
  // A label that would not fit its stretch is said by the tooltip alone.
  const label =
    right - left > name.length * 6.2
      ? `<text class="fault-name" x="${px(left + 4)}" y="${topPx - 9}">${escapeText(name)}</text>`
      : "";
  return `<rect class="fault" x="${px(left)}" y="${topPx}" width="${px(right - left)}" height="${bottomPx - topPx}"><title>${escapeText(name)}</title></rect>
<path class="fault-edge" d="M${px(left)} ${topPx - 4}H${px(right)}"/>${label}`;
}

const TICK_STEPS_S = [1, 2, 5, 10, 20, 30, 60, 120];
const TICKS_MAX = 12;

function timeTicks(durationMs: number, { x, bottomPx }: Plot): string {
  const seconds = durationMs / 1_000;
  const step = TICK_STEPS_S.find((one) => seconds / one <= TICKS_MAX) ?? 300;
  const ticks: string[] = [];
  for (let at = 0; at <= seconds; at += step) {
    const label = at + step > seconds ? `${at} s` : String(at);
    ticks.push(
      `<path class="tick" d="M${px(x(at * 1_000))} ${bottomPx}v4"/><text class="axis" text-anchor="middle" x="${px(x(at * 1_000))}" y="${bottomPx + 17}">${label}</text>`,
    );
  }
  return `<path class="base" d="M${LEFT} ${bottomPx}H${WIDTH - RIGHT}"/>${ticks.join("")}`;
}
