import { type Random, seededRandom } from "@portico/mock-kit";
import { growCustomers } from "@portico/mock-seed";
import { type LabScript, NUMBER_RANGE } from "./lab-script.ts";

// The estate the simulators begin with.
const ESTATE_SEED = 1;

/** What one request asks for, and who asks. */
export interface Question {
  readonly route: string;
  readonly path: string;
  readonly user: string;
}

/** The questions of a scenario, one after the other; the same seed asks the same. */
export function questionsOf({ load, seed }: Pick<LabScript, "load" | "seed">): () => Question {
  const random = seededRandom(seed);
  const deck = load.routes.flatMap((route) => Array.from({ length: route.weight }, () => route));
  const users = growCustomers(ESTATE_SEED)
    .filter(({ deleted }) => !deleted)
    .slice(0, load.users);
  return () => {
    const route = deck[Math.floor(random() * deck.length)]!;
    const user = users[Math.floor(random() * users.length)]!;
    return { route: route.name, path: withNumbers(route.path, random), user: user.number };
  };
}

const withNumbers = (path: string, random: Random): string =>
  path.replaceAll(NUMBER_RANGE, (_, from: string, to: string) => {
    const number = Number(from) + Math.floor(random() * (Number(to) - Number(from) + 1));
    return String(number).padStart(from.length, "0");
  });
