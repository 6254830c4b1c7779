import { measure } from "../measure.ts";
import { table } from "../table.ts";
import { growingAnswers } from "./answers.ts";
import { decoder } from "./decoders.ts";
import { encoded, encoder } from "./encoders.ts";
import { growingRequests } from "./requests.ts";

/** What a byte costs in a document of that size. A line of them that is flat says: cost is linear. */
export interface GrowthPoint {
  readonly bytes: number;
  readonly nsPerByte: number;
}

export interface Growth {
  readonly decode: readonly GrowthPoint[];
  readonly encode: readonly GrowthPoint[];
}

const BAR_CHARACTERS = 40;

/**
 * Measures both ways at sizes that double. Other work only ever adds to what a byte costs, and to some sizes more than
 * to others: the fastest round counts.
 */
export async function measureGrowth(caseMs: number): Promise<Growth> {
  const decode = (await growingAnswers()).map((answer) => ({
    bytes: answer.body.length,
    contender: decoder(answer),
  }));
  const encode = growingRequests().map((request) => ({
    bytes: encoded(request).length,
    contender: encoder(request),
  }));
  const cases = [...decode, ...encode];
  const measured = measure(
    cases.map(({ contender }) => contender),
    caseMs,
  );
  const points = cases.map(({ bytes }, i) => ({
    bytes,
    nsPerByte: (measured[i]!.fastestMicroseconds * 1_000) / bytes,
  }));
  return { decode: points.slice(0, decode.length), encode: points.slice(decode.length) };
}

export function growthTable({ decode, encode }: Growth): string {
  const highest = Math.max(...[...decode, ...encode].map(({ nsPerByte }) => nsPerByte));
  const rowsOf = (what: string, points: readonly GrowthPoint[]) =>
    points.map(({ bytes, nsPerByte }) => [
      what,
      String(bytes),
      nsPerByte.toFixed(2),
      "█".repeat(Math.round((nsPerByte / highest) * BAR_CHARACTERS)).padEnd(BAR_CHARACTERS),
    ]);
  const head = ["growth", "bytes", "ns per byte", "level is linear".padEnd(BAR_CHARACTERS)];
  return table(head, [...rowsOf("decode", decode), ...rowsOf("encode", encode)]);
}
