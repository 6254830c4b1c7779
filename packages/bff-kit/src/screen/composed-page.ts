import { strongEtag } from "../edge/etag.ts";
import { type AnyScreen, type SectionState, STATES } from "./screen.ts";
import { isKept } from "./view.ts";

/** A page, ready to be sent. */
export interface ComposedPage {
  readonly body: Buffer<ArrayBuffer>;
  readonly etag: string;
  /** No section is stale, partial or missing. */
  readonly complete: boolean;
}

/** How one section of a page came out. */
export interface Outcome {
  readonly data: unknown;
  /** `data`, written. */
  readonly json: string;
  /** Of one that is not fresh. */
  readonly state: SectionState | undefined;
}

/** A page and the views it shows. */
interface KeptPage {
  readonly shown: readonly unknown[];
  readonly page: ComposedPage;
}

/** By screen and by the first of its views, with which the page goes. */
const kept = new WeakMap<AnyScreen, WeakMap<object, KeptPage>>();

/**
 * The answer of a screen: each section's data under its own name, then the states of those that are not fresh. One that
 * shows nothing but views which are kept is kept itself, and sent again as it is while they are the same.
 * @param outcomes in the order of the screen's sections
 */
export function composePage(screen: AnyScreen, outcomes: readonly Outcome[]): ComposedPage {
  const first = outcomes[0]?.data;
  if (!outcomes.every(({ data, state }) => state === undefined && isKept(data)) || !isKept(first))
    return write(screen, outcomes);
  let pages = kept.get(screen);
  if (pages === undefined) kept.set(screen, (pages = new WeakMap()));
  const known = pages.get(first);
  if (known !== undefined && outcomes.every(({ data }, i) => data === known.shown[i])) return known.page;
  const page = write(screen, outcomes);
  pages.set(first, { shown: outcomes.map(({ data }) => data), page });
  return page;
}

function write(screen: AnyScreen, outcomes: readonly Outcome[]): ComposedPage {
  let text = "{";
  const states: Record<string, SectionState> = {};
  let complete = true;
  for (const [i, { name }] of screen.sections.entries()) {
    const { json, state } = outcomes[i] as Outcome;
    text += `${JSON.stringify(name)}:${json},`;
    if (state === undefined) continue;
    states[name] = state;
    complete = false;
  }
  const body = Buffer.from(`${text}"${STATES}":${JSON.stringify(states)}}`);
  return { body, etag: strongEtag(body), complete };
}
