export interface CachedOptions {
  /** How long an answer is as good as a new one. 0: callers share a call under way, and nothing more. */
  readonly freshMs: number;
  /** How old an answer may be for callers that accept a stale one over a failure (stale-if-error). */
  readonly staleMs: number;
  /**
   * How long after `freshMs` an answer is still served, to everybody, while it is asked for anew behind them
   * (stale-while-revalidate). Default 0.
   */
  readonly revalidateMs?: number;
  /** How long "there is no such thing" (`null`, `undefined`) is believed. Default: `freshMs`, and at most 1 s. */
  readonly notFoundMs?: number;
  /** By how much of it `freshMs` is shortened at random, so that what was asked together does not end together. Default 0.1. */
  readonly jitterRatio?: number;
  /** Raise it when answers mean something new in the same shape; a new shape is noticed. Default 1. */
  readonly version?: number;
}

const NOT_FOUND_MS = 1_000;
const AGE_MS_MAX = 30 * 86_400_000;

/**
 * All settings, checked.
 * @throws {TypeError} for one that is out of bounds
 */
export function settingsOf({
  freshMs,
  staleMs,
  revalidateMs = 0,
  notFoundMs = Math.min(freshMs, NOT_FOUND_MS),
  jitterRatio = 0.1,
  version = 1,
}: CachedOptions): Required<CachedOptions> {
  const settings = { freshMs, staleMs, revalidateMs, notFoundMs, jitterRatio, version };
  for (const [name, value] of Object.entries(settings)) {
    const most = name === "jitterRatio" ? 0.5 : AGE_MS_MAX;
    if (!(value >= 0 && value <= most)) throw new TypeError(`cached: ${name} must be from 0 to ${most}.`);
  }
  return settings;
}
