import { chartFrame, escapeText, px, RIGHT, type TimeAxis, WIDTH } from "./frame.ts";

/** A stretch of time in one state. */
export interface Stretch {
  readonly fromMs: number;
  readonly toMs: number;
  /** Parts of the stretch's height, by state; they add up to 1. */
  readonly parts: readonly { readonly state: string; readonly share: number }[];
}

export interface Strip {
  readonly label: string;
  readonly stretches: readonly Stretch[];
}

export interface StripChart {
  readonly title: string;
  readonly unit: string;
  readonly strips: readonly Strip[];
}

const ROW_PX = 26;
const GAP_PX = 6;
const SEAM_PX = 0.6;

/** States over time, one row each: what is good is pale, what is not is loud. */
export function stripChart(axis: TimeAxis, { title, unit, strips }: StripChart): string {
  return chartFrame(axis, { title, unit, plotPx: strips.length * ROW_PX }, ({ x, topPx }) =>
    strips
      .map(({ label, stretches }, row) => {
        const top = topPx + row * ROW_PX + GAP_PX / 2;
        const height = ROW_PX - GAP_PX;
        const boxes = stretches.flatMap(({ fromMs, toMs, parts }) => {
          const widthPx = x(toMs) - x(fromMs);
          if (widthPx <= 0) return []; // after the end
          let bottom = top + height;
          return parts.map(({ state, share }) => {
            bottom -= share * height;
            return `<rect class="state-${escapeText(state)}" x="${px(x(fromMs))}" y="${px(bottom)}" width="${px(widthPx - Math.min(SEAM_PX, widthPx / 2))}" height="${px(share * height)}"><title>${escapeText(`${label}: ${state}, ${Math.round(share * 100)} %`)}</title></rect>`;
          });
        });
        return `<text class="label" x="${WIDTH - RIGHT + 8}" y="${px(top + height / 2 + 4)}">${escapeText(label)}</text>${boxes.join("")}`;
      })
      .join(""),
  );
}

export const legend = (states: readonly (readonly [state: string, meaning: string])[]): string =>
  `<p class="legend">${states
    .map(
      ([state, meaning]) => `<span><i class="state-${escapeText(state)}"></i>${escapeText(meaning)}</span>`,
    )
    .join("")}</p>`;
