/**
 * A view that is made and written as JSON once for each answer it is made of. What a port remembers is frozen through
 * and through and handed to every page that asks, so the same answer always means the same view. An answer that is not
 * frozen may change, and one that is shown once is most often not remembered: neither is kept.
 * @param make a pure function: nothing but the answer decides what it gives
 */
export function view<Answer extends object, View extends object>(
  make: (answer: Answer) => View,
): (answer: Answer) => View {
  /** `null`: shown once so far. An entry goes with its answer. */
  const views = new WeakMap<Answer, View | null>();
  return (answer) => {
    if (!Object.isFrozen(answer)) return make(answer);
    const known = views.get(answer);
    if (known) return known;
    const made = make(answer);
    if (known === undefined) views.set(answer, null);
    else {
      freeze(made);
      texts.set(made, JSON.stringify(made));
      views.set(answer, made);
    }
    return made;
  };
}

const texts = new WeakMap<object, string>();

/** Whether it is a view that many pages show: the same object, the same data. */
export const isKept = (data: unknown): data is object =>
  typeof data === "object" && data !== null && texts.has(data);

/** The JSON of a section's data; `undefined` when it is nothing that JSON can say. */
export const textOf = (data: unknown): string | undefined =>
  (typeof data === "object" && data !== null ? texts.get(data) : undefined) ?? JSON.stringify(data);

/** Many pages show it now. */
function freeze(part: unknown): void {
  if (typeof part !== "object" || part === null || Object.isFrozen(part)) return;
  Object.freeze(part);
  for (const inner of Object.values(part)) freeze(inner);
}
