import type { z } from "zod";
import { describeFailure, EXIT, failureJson, isCoded } from "../failure.ts";
import { screenOf, type Screen } from "../screen/screen.ts";
import { ask, type Question } from "./ask.ts";
import { type TargetOptions, targetsOf } from "./targets.ts";

export interface OperatorOptions extends TargetOptions {
  readonly json?: true;
}

/** How one answer is shown to people, and whether it is all that was asked for. */
export interface Shown {
  readonly text: string;
  readonly isDone: boolean;
}

/**
 * Puts the question to every target and shows what each answered: an order is a process' own, and one that is down must not
 * keep it from the others. The exit code is 0 when all have done what was asked.
 */
export async function askAll<Answer extends z.ZodType>(
  options: OperatorOptions,
  question: Question<Answer>,
  show: (answer: z.output<Answer>, url: string, screen: Screen) => Shown,
): Promise<void> {
  const targets = targetsOf(options, process.env);
  const outcomes = await Promise.all(
    targets.map(async (target) => {
      const { url } = target;
      try {
        const answer = await ask(target, question);
        return { url, answer, shown: show(answer, url, screenOf(process.stdout, process.env)) };
      } catch (error) {
        if (!isCoded(error)) throw error;
        return { url, error };
      }
    }),
  );
  if (options.json === true) {
    const all = outcomes.map(({ url, answer, error }) => ({
      url,
      ...(error ? failureJson(error) : (answer as object)),
    }));
    process.stdout.write(`${JSON.stringify(all, undefined, 2)}\n`);
  } else {
    process.stdout.write(outcomes.map(({ shown }) => shown?.text ?? "").join(""));
    for (const { url, error } of outcomes)
      if (error) process.stderr.write(`${url} ${describeFailure(error)}\n`);
  }
  process.exitCode = outcomes.every(({ shown }) => shown?.isDone === true) ? EXIT.done : EXIT.failed;
}
