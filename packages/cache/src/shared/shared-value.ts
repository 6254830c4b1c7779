/** An answer as it lies in Redis. Everything is in it, so that whatever else lies under its name is recognized. */
export interface SharedValue {
  /** The whole key; its name in Redis is only a hash of it. */
  readonly key: string;
  readonly answer: unknown;
  /** When the system gave it, in epoch milliseconds. */
  readonly asOfMs: number;
  /** How long Redis was to keep it. */
  readonly keptMs: number;
  readonly tags: readonly string[];
  /** The last purge that was known when the system was asked. */
  readonly purge: number;
}

/**
 * JSON: lossless for what `freezeAndWeigh` calls portable, and harmless to read whoever wrote it. First of all, for
 * `KEEP`, when the system was asked.
 * @param askedMs in epoch milliseconds
 */
export const writeValue = (
  { key, answer, asOfMs, keptMs, tags, purge }: SharedValue,
  askedMs: number,
): string => JSON.stringify({ askedMs, key, asOfMs, keptMs, tags, purge, answer });

/**
 * Keeps a value, except in the place of one that was asked for later: whoever lost its lease, or had none, may come late.
 * What says that it was asked for after our answer came is from a clock that is wrong, and stands in nobody's way.
 */
export const KEEP = `
local there = redis.pcall('GETRANGE', KEYS[1], 0, 31)
local asked = type(there) == 'string' and tonumber(string.match(there, '^{"askedMs":(%d+),'))
if asked and asked > tonumber(ARGV[2]) and asked <= tonumber(ARGV[3]) then return 0 end
redis.call('SET', KEYS[1], ARGV[1], 'PX', ARGV[4])
return 1
`;

/** `undefined`: no value of ours for `key`, whatever it is. */
export function readValue(text: unknown, key: string): SharedValue | undefined {
  if (typeof text !== "string" || text === "") return undefined;
  let read: unknown;
  try {
    read = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof read !== "object" || read === null || !("key" in read) || read.key !== key) return undefined;
  const { asOfMs, keptMs, tags, purge, answer } = read as Partial<SharedValue>;
  return isNumber(asOfMs) && isNumber(keptMs) && isNumber(purge) && isTags(tags)
    ? { key, answer, asOfMs, keptMs, tags, purge }
    : undefined;
}

const isNumber = (value: unknown): value is number => typeof value === "number";

const isTags = (value: unknown): value is readonly string[] =>
  Array.isArray(value) && value.every((tag) => typeof tag === "string");
