import { type Answer, openClient } from "./clients.ts";

export interface LoadOptions {
  readonly clients: number;
  /** In all, by all clients; each asks again as soon as it is answered. */
  readonly requests: number;
  /** What the n-th request asks for, and who asks. */
  readonly question: (n: number) => { readonly path: string; readonly user: string };
  /** Whether the client of the n-th request leaves before its answer. Default: never. */
  readonly leaves?: (n: number) => boolean;
}

/** @returns every answer there was */
export async function load(
  url: string,
  { clients, requests, question, leaves = () => false }: LoadOptions,
): Promise<readonly Answer[]> {
  const answers: Answer[] = [];
  let asked = 0;
  const work = async () => {
    let client = openClient(url);
    while (asked < requests) {
      const n = asked++;
      const { path, user } = question(n);
      const answer = client.ask(path, user);
      if (leaves(n)) {
        answer.catch(() => {});
        client.close();
        client = openClient(url);
      } else answers.push(await answer);
    }
    client.close();
  };
  await Promise.all(Array.from({ length: clients }, work));
  return answers;
}

const CUSTOMERS = 120;
const PAGES = [
  "/v1/home",
  "/v1/orders",
  "/v1/products?page={n}",
  "/v1/products/WIN-0001",
  "/v1/orders?page=2",
];

/** All kinds of pages, for all kinds of customers. */
export const anyPage = (n: number) => ({
  path: PAGES[n % PAGES.length]!.replace("{n}", String(1 + (n % 60))),
  user: String(100_001 + ((n * 7) % CUSTOMERS)),
});

export const statusesOf = (answers: readonly Answer[]): ReadonlySet<number> =>
  new Set(answers.map(({ status }) => status));
