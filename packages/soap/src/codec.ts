import type { Decoder } from "./decoder.ts";
import type { Encoder } from "./encoder.ts";

/** How values of one XML type are read and written. Stateless. */
export interface Codec<T> {
  /** Reads the element the decoder stands on, through its end tag. */
  read(from: Decoder): T;
  /** Writes attributes and content of the element that was just begun. */
  write(to: Encoder, value: T): void;
}

/** A namespace a contract speaks, and the prefix our requests use for it. */
export interface Namespace {
  /** `""`: no namespace. */
  readonly uri: string;
  readonly prefix: string;
}

export const namespace = (uri: string, prefix: string): Namespace => ({ uri, prefix });
export const noNamespace: Namespace = { uri: "", prefix: "" };
export const XSI = "http://www.w3.org/2001/XMLSchema-instance";

/** An element that may say `xsi:nil="true"` instead of having content. */
export function nillable<T>(codec: Codec<T>): Codec<T | null> {
  return {
    read: (from) => (from.takeNil() ? null : codec.read(from)),
    write(to, value) {
      if (value === null) to.nil();
      else codec.write(to, value);
    },
  };
}

/** A property that an object inherits from `Object.prototype` is not one its author gave it. */
export function own<T extends object, K extends keyof T>(value: T, key: K): T[K] | undefined {
  return Object.hasOwn(value, key) ? value[key] : undefined;
}

/** A property if there is a value for it: absent stays absent. */
export function present<K extends string, T>(key: K, value: T | undefined): { [P in K]?: T } {
  // A computed key of a type parameter is typed as an index signature.
  return (value === undefined ? {} : { [key]: value }) as { [P in K]?: T };
}
