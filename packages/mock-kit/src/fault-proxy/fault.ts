import { z } from "zod";
import { DelaySchema } from "./delay.ts";

const KIB = 1_024;
const MIB = KIB * KIB;

const percent = {
  /** How many of a hundred calls it hits, by the proxy's seed; the others pass. */
  percent: z.number().min(0).max(100).default(100),
};
const everyMs = z.number().int().min(0).max(60_000);
const bodyShare = z.number().min(0).max(1).default(0.5);

/** What a proxy does instead of passing a call on. Each is a small value; what it leaves out has a default. */
export const FaultSchema = z.discriminatedUnion("kind", [
  /** Nobody listens: a real ECONNREFUSED. Open connections are reset. */
  z.strictObject({ kind: z.literal("refuse") }),
  /**
   * Connecting gets no answer at all: the queue of a listener that takes nobody is full, so the kernel drops every
   * SYN. Open connections fall silent. Linux; elsewhere a full queue may refuse.
   */
  z.strictObject({ kind: z.literal("black-hole") }),
  /** The connection is reset: when it is opened, when the question is there, in the head or in the body of the answer. */
  z.strictObject({
    kind: z.literal("reset"),
    at: z.enum(["connect", "request", "head", "body"]),
    ...percent,
  }),
  /** Silence, on a connection that stays: instead of an answer, or after half of its head or body. */
  z.strictObject({
    kind: z.literal("hang"),
    at: z.enum(["request", "head", "body"]).default("request"),
    ...percent,
  }),
  /** The answer comes later. */
  z.strictObject({ kind: z.literal("latency"), delay: DelaySchema, ...percent }),
  /** The answer comes in pieces of `bytes`, one every `everyMs`. */
  z.strictObject({
    kind: z.literal("drip"),
    bytes: z.number().int().min(1).max(MIB).default(1),
    everyMs: everyMs.default(100),
    ...percent,
  }),
  /** The answer comes through a thin line; each connection has its own. */
  z.strictObject({
    kind: z.literal("bandwidth"),
    bytesPerS: z
      .number()
      .int()
      .min(1)
      .max(1_024 * MIB),
  }),
  /**
   * Only `bodyShare` of the body comes, then the connection ends in an orderly way. `announced: "part"`: the length
   * says so too, and HTTP sees nothing wrong.
   */
  z.strictObject({
    kind: z.literal("truncate"),
    bodyShare,
    announced: z.enum(["whole", "part"]).default("whole"),
    ...percent,
  }),
  /** Random bytes, instead of the answer or of its body. */
  z.strictObject({
    kind: z.literal("garbage"),
    instead: z.enum(["answer", "body"]).default("answer"),
    bytes: z.number().int().min(1).max(MIB).default(512),
    ...percent,
  }),
  /** The announced length is `byBytes` off. Too long: the rest never comes. Too short: some are left over. */
  z.strictObject({
    kind: z.literal("wrong-length"),
    byBytes: z.number().int().min(-MIB).max(MIB).default(10),
    ...percent,
  }),
  /** A header that may be there once is there twice, saying two things. */
  z.strictObject({
    kind: z.literal("duplicate-headers"),
    header: z.enum(["content-length", "content-type", "transfer-encoding"]).default("content-length"),
    ...percent,
  }),
  /** A gzip of zeros, a thousandth of what it unpacks to. */
  z.strictObject({
    kind: z.literal("gzip-bomb"),
    unpackedMib: z.number().int().min(1).max(4_096).default(1_024),
    ...percent,
  }),
  /** A body of `bodyMib` that is meant: announced, or in chunks. */
  z.strictObject({
    kind: z.literal("huge-body"),
    bodyMib: z.number().int().min(1).max(4_096).default(100),
    announced: z.boolean().default(false),
    ...percent,
  }),
  /** A chunk every `everyMs`, for as long as anybody listens. */
  z.strictObject({
    kind: z.literal("endless-chunks"),
    bytes: z
      .number()
      .int()
      .min(1)
      .max(MIB)
      .default(16 * KIB),
    everyMs: everyMs.default(10),
    ...percent,
  }),
  /** A TLS handshake fails: whatever a client says first is answered with a fatal alert. */
  z.strictObject({ kind: z.literal("tls-failure") }),
  /** `count` interim answers before the real one. */
  z.strictObject({
    kind: z.literal("interim-flood"),
    status: z.union([z.literal(100), z.literal(102), z.literal(103)]).default(103),
    count: z.number().int().min(1).max(1_000_000).default(1_000),
    ...percent,
  }),
  /**
   * The connection closes when the client means to use it again: right after an answer that promised to keep it, or
   * as soon as the next question is there.
   */
  z.strictObject({
    kind: z.literal("close-race"),
    when: z.enum(["after-answer", "on-reuse"]).default("on-reuse"),
    ...percent,
  }),
]);
export type Fault = z.output<typeof FaultSchema>;
/** As it is written down: whatever has a default may be left out. */
export type FaultInput = z.input<typeof FaultSchema>;
export type FaultKind = Fault["kind"];

export const faultKinds: readonly FaultKind[] = FaultSchema.options.map(({ shape }) => shape.kind.value);
