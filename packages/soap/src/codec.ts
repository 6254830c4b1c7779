import type { Reads } from "./decoder.ts";
import type { Writes } from "./encoder.ts";

/** How values of one XML type are read and written. Stateless. */
export interface Codec<T> extends Reads<T>, Writes<T> {}

/** An element that may say `xsi:nil="true"` instead of having content. */
export function nillable<T>(codec: Codec<T>): Codec<T | null> {
  return {
    ...(codec.textType === undefined ? {} : { textType: codec.textType }),
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
