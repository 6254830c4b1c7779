/**
 * One `work` at a time. Whoever comes while one is under way shares the next: the one under way may have begun too early
 * to see what he has come for. When it fails he fails with it, and waits no longer.
 */
export function inTurn(work: () => Promise<void>): () => Promise<void> {
  let underWay: Promise<void> | undefined;
  let next: Promise<void> | undefined;
  const begin = (): Promise<void> => {
    if (underWay === undefined) return (underWay = work().finally(() => (underWay = undefined)));
    return (next ??= underWay.finally(() => (next = undefined)).then(begin));
  };
  return begin;
}
