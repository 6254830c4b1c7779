import type { CallContext, CallSite } from "@portico/core";

// What has more is not remembered: a tag left out would keep what was to be forgotten.
const TAGS_MAX = 256;

/** The tag of every answer. */
export const EVERYTHING = "all";

export const systemTag = (system: string): string => `system:${system}`;
export const operationTag = (system: string, operation: string): string => `operation:${system}.${operation}`;
export const customerTag = (customerId: string): string => `customer:${customerId}`;

/** Which tags an answer has: those every answer has, and its operation's own. `undefined`: more than can be kept. */
export function taggerOf(
  site: CallSite,
): (input: unknown, answer: unknown, call: CallContext) => readonly string[] | undefined {
  const common = [EVERYTHING, systemTag(site.system), operationTag(site.system, site.operation)];
  return (input, answer, { identity }) => {
    const own = site.tagsOf(input, answer);
    if (own.length > TAGS_MAX) return undefined;
    if (site.audience === "public" || identity === null)
      return own.length === 0 ? common : [...common, ...own];
    return [...common, customerTag(identity.customerId), ...own];
  };
}
