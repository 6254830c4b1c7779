import type { AnswerAge } from "@portico/core";

const SECOND_MS = 1_000;

/** What one page is made of: it is as old as its oldest part and as fresh as its least fresh. */
export class PageAge {
  #parts = 0;
  #hits = 0;
  #stale = 0;
  #collapsed = 0;
  #ageMs = 0;
  #freshMsLeft = Infinity;

  readonly add = ({ from, ageMs, freshMsLeft }: AnswerAge): void => {
    this.#parts += 1;
    if (from === "hit") this.#hits += 1;
    if (from === "stale") this.#stale += 1;
    if (from === "collapsed") this.#collapsed += 1;
    if (ageMs > this.#ageMs) this.#ageMs = ageMs;
    if (freshMsLeft < this.#freshMsLeft) this.#freshMsLeft = freshMsLeft;
  };

  /**
   * `Age` (RFC 9111, 5.1) and `Cache-Status` (RFC 9211), for what `cache` made of its parts. Nothing for a page that
   * asked nobody.
   * @param complete no section is missing or stale: where one is, its system was asked
   */
  headers(cache: string, complete: boolean): Record<string, string> {
    if (this.#parts === 0) return {};
    return { age: String(this.#seconds()), "cache-status": `${cache}; ${this.#status(complete)}` };
  }

  /**
   * How others may keep it. What belongs to a user is asked for again each time: whoever sits at the browser next may be
   * somebody else. What is for everybody may be kept for as long as each of its parts is fresh.
   * @param complete no section is missing or stale
   */
  control(audience: "user" | "public", complete: boolean): string {
    if (audience === "user") return "private, no-cache";
    const fresh = complete && this.#parts > 0 && this.#freshMsLeft >= SECOND_MS;
    // Counted from when the answer was new: those who keep it take its `Age` away.
    return fresh ? `public, max-age=${this.#seconds() + this.#ttl()}` : "public, no-cache";
  }

  #status(complete: boolean): string {
    if (complete && this.#hits === this.#parts) return `hit; ttl=${this.#ttl()}`;
    const collapsed =
      this.#collapsed > 0 && this.#hits + this.#collapsed === this.#parts ? "; collapsed" : "";
    const detail = this.#hits > 0 ? `; detail="${this.#hits} of ${this.#parts} parts hit"` : "";
    return `fwd=${this.#stale > 0 ? "stale" : "miss"}; ttl=${this.#ttl()}${collapsed}${detail}`;
  }

  #seconds(): number {
    return Math.floor(this.#ageMs / SECOND_MS);
  }

  #ttl(): number {
    return Math.floor(this.#freshMsLeft / SECOND_MS);
  }
}
