import type { Measured } from "../measure.ts";
import { table } from "../table.ts";

/** How many times as fast as another contender we promise to be, by its name. */
export type Floors = Readonly<Record<string, number>>;

/** The same work by all contenders, us first. */
export interface Row {
  readonly name: string;
  readonly bytes: number;
  readonly measured: readonly Measured[];
  readonly floors: Floors;
}

/** What a row is made by. */
export interface Case {
  readonly name: string;
  /** @param effort how many times as long as usual it may take, to be as many times as sure */
  take(effort: number): Row;
}

const timesAsFast = ({ measured }: Row, contender: string): number =>
  measured.find(({ name }) => name === contender)!.microseconds / measured[0]!.microseconds;

/** What a row promises and does not keep, in words. */
export const shortfalls = (row: Row): readonly string[] =>
  Object.entries(row.floors)
    .filter(([contender, floor]) => timesAsFast(row, contender) < floor)
    .map(
      ([contender, floor]) =>
        `${row.name}: ${timesAsFast(row, contender).toFixed(2)}× of ${contender}, promised ${floor}×`,
    );

/** Rows of the same contenders, to be read. */
export function rowTable(title: string, rows: readonly Row[]): string {
  const [us, ...others] = rows[0]!.measured.map(({ name }) => name);
  const head = [
    title,
    "bytes",
    `${us} µs`,
    ...others.map((name) => `${name} µs`),
    ...others.map((name) => `of ${name}`),
  ];
  return table(
    head,
    rows.map((row) => [
      row.name,
      String(row.bytes),
      ...row.measured.map(({ microseconds, noise }, i) =>
        i === 0 ? `${microseconds.toFixed(1)} ±${(noise * 100).toFixed(0)}%` : microseconds.toFixed(1),
      ),
      ...others.map((name) => `${timesAsFast(row, name).toFixed(2)}×`),
    ]),
  );
}
