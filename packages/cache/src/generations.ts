// So many tags may have been purged before the oldest purge is only remembered as "something was".
const TAGS_MAX = 10_000;

/** Which tags were purged, and when. "When" is any number that grows: a count of ours, or that of Redis. */
export class Generations {
  readonly #purgedAt = new Map<string, number>();
  #floor = 0;
  #latest = 0;

  /** Whether nothing with one of these tags was purged after `since`. */
  hold(tags: readonly string[], since: number): boolean {
    if (since >= this.#latest) return true;
    if (since < this.#floor) return false;
    for (const tag of tags) if ((this.#purgedAt.get(tag) ?? 0) > since) return false;
    return true;
  }

  purge(tags: Iterable<string>, at: number): void {
    this.#latest = Math.max(this.#latest, at);
    for (const tag of tags) {
      this.#purgedAt.delete(tag);
      this.#purgedAt.set(tag, at);
    }
    for (const [tag, purgedAt] of this.#purgedAt) {
      if (this.#purgedAt.size <= TAGS_MAX) break;
      this.#purgedAt.delete(tag);
      this.#floor = Math.max(this.#floor, purgedAt);
    }
  }

  /** Nothing from before `at` holds any more, whatever its tags. */
  purgeAll(at: number): void {
    this.#purgedAt.clear();
    this.#floor = at;
    this.#latest = at;
  }
}
