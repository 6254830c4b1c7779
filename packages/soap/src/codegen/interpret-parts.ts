import type { Codec } from "../codec.ts";
import type { NameTest } from "../name-tests.ts";
import type { Namespace } from "../namespace.ts";
import type { Scalar } from "../scalar.ts";
import type { ComplexType, ElementMember, SimpleType, ValueConstraint, Wildcard } from "./model.ts";
import { isInherited } from "./text.ts";

/** An object whose properties are known when its contract is, not before. */
export type Values = Record<string, unknown>;

/** An element, an attribute or a type as the decoder and the encoder want it named. */
export interface WireName {
  readonly namespace: Namespace;
  readonly local: string;
}

/** What the content of a type is made of; for interpreted code what `CodecExpressions` is for written code. */
export interface Parts {
  scalarOf(type: SimpleType): Scalar<unknown>;
  codecOf(type: SimpleType | ComplexType): Codec<unknown>;
  elementCodec(element: ElementMember): Codec<unknown>;
  /** Of a text that accepts one value only. */
  fixed(type: SimpleType, constraint: ValueConstraint): Scalar<unknown>;
  nameTest(wildcards: readonly Wildcard[]): NameTest;
  name(name: { readonly uri: string; readonly local: string }): WireName;
  typeName(type: ComplexType): WireName;
}

/** Sets a property of our own, also one that objects inherit a setter for. Absent stays absent. */
export function put(value: Values, property: string, one: unknown): void {
  if (one === undefined) return;
  if (isInherited(property)) {
    const ours = { value: one, enumerable: true, writable: true, configurable: true };
    Object.defineProperty(value, property, ours);
  } else value[property] = one;
}

/** A property the object has itself. */
export const get = (value: Values, property: string): unknown =>
  isInherited(property) && !Object.hasOwn(value, property) ? undefined : value[property];
