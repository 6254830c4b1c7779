import type { Clock } from "@portico/core";

/** Resolves after `delayMs`, or rejects with the signal's reason as soon as it fires. */
export function wait(delayMs: number, clock: Clock, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const cancel = clock.after(delayMs, () => {
      signal.removeEventListener("abort", leave);
      resolve();
    });
    function leave(): void {
      cancel();
      reject(signal.reason as Error);
    }
    signal.addEventListener("abort", leave, { once: true });
  });
}

/** Never resolves; rejects with the signal's reason when it fires. */
export function hang(signal: AbortSignal): Promise<never> {
  return new Promise((_, reject) => {
    signal.throwIfAborted();
    signal.addEventListener("abort", () => reject(signal.reason as Error), { once: true });
  });
}
