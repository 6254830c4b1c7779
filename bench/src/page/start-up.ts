import { type ContenderOptions, startContender } from "./contender.ts";
import { quantile } from "./rounds.ts";

export interface StartUp {
  readonly name: string;
  /** From the start of the process to its first whole answer, median of rounds. */
  readonly firstAnswerMs: number;
}

/** Starts each of them again and again, in turn. */
export async function startUps(
  contenders: readonly ContenderOptions[],
  rounds: number,
): Promise<readonly StartUp[]> {
  const samples = contenders.map(() => [] as number[]);
  for (let round = 0; round < rounds; round++) {
    for (const [i, options] of contenders.entries()) {
      const contender = await startContender(options);
      samples[i]!.push(contender.firstAnswerMs);
      await contender.stop();
    }
  }
  return samples.map((all, i) => ({ name: contenders[i]!.name, firstAnswerMs: quantile(all, 0.5) }));
}
