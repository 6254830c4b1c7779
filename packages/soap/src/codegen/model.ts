import type { SourcePlace } from "./not-compilable.ts";
import type { QName } from "./xml-tree.ts";

/** Where a component came from, for comments in what is generated. */
export interface Origin {
  readonly place: SourcePlace;
  /** As the schema calls it: "complexType `Kunde`". */
  readonly title: string;
  /** The author's documentation; `""`: none. */
  readonly doc: string;
}

/** A simple type: a built-in one, or a restriction of another. */
export type SimpleType = BuiltInType | RestrictedType;

export interface BuiltInType {
  readonly kind: "built-in";
  readonly local: string;
}

export interface RestrictedType {
  readonly kind: "restricted";
  /** `undefined`: written in place, without a name. */
  readonly name: QName | undefined;
  /** A name to make identifiers from. */
  readonly label: string;
  readonly base: SimpleType;
  /** Source of the `Facets` object, one property each. */
  readonly facets: readonly { readonly name: string; readonly source: string }[];
  /** `undefined`: not an enumeration. */
  readonly values: readonly { readonly value: string; readonly doc: string }[] | undefined;
  readonly origin: Origin;
}

export interface AttributeMember {
  readonly uri: string;
  readonly local: string;
  readonly required: boolean;
  readonly type: SimpleType;
  readonly doc: string;
}

export interface ElementMember {
  readonly kind: "element";
  readonly uri: string;
  readonly local: string;
  readonly type: SimpleType | ComplexType;
  readonly nillable: boolean;
  readonly countMin: number;
  /** `Infinity`: unbounded. */
  readonly countMax: number;
  readonly doc: string;
}

/** One of several alternatives, each a run of elements. */
export interface ChoiceMember {
  readonly kind: "choice";
  readonly noneAllowed: boolean;
  readonly alternatives: readonly (readonly ElementMember[])[];
}

export interface ComplexType {
  readonly kind: "complex";
  /** `undefined`: written in place, without a name. */
  readonly name: QName | undefined;
  readonly label: string;
  readonly abstract: boolean;
  /** The type it extends. */
  readonly base: ComplexType | undefined;
  /** Its own, without inherited ones. */
  readonly attributes: readonly AttributeMember[];
  /** Of text with attributes. `undefined`: of elements. */
  readonly simpleContent: SimpleType | undefined;
  /** Its own, without inherited ones, in the order of the wire. */
  readonly members: readonly (ElementMember | ChoiceMember)[];
  /** Every type that extends this one, directly or not. */
  readonly derived: readonly ComplexType[];
  readonly origin: Origin;
}

/** What is inherited comes first, at any depth. */
export const allAttributes = (type: ComplexType): readonly AttributeMember[] =>
  type.base === undefined ? type.attributes : [...allAttributes(type.base), ...type.attributes];

/** What is inherited comes first on the wire, at any depth. */
export const allMembers = (type: ComplexType): ComplexType["members"] =>
  type.base === undefined ? type.members : [...allMembers(type.base), ...type.members];

/** Whether an element of this type may say that it is of another. */
export const isPolymorphic = (type: ComplexType): boolean => type.abstract || type.derived.length > 0;

export interface MessageElement {
  readonly uri: string;
  readonly local: string;
  readonly type: SimpleType | ComplexType;
}

export interface OperationModel {
  readonly name: string;
  readonly action: string;
  readonly input: MessageElement;
  readonly output: MessageElement;
  readonly faults: readonly MessageElement[];
  readonly origin: Origin;
}

export interface ServiceModel {
  readonly version: "1.1" | "1.2";
  readonly operations: readonly OperationModel[];
  /** How the WSDL's author abbreviates namespaces. */
  readonly prefixes: ReadonlyMap<string, string>;
  /** What the WSDL says besides and nobody compiled: policies, ports of other protocols. */
  readonly notes: readonly string[];
  readonly origin: Origin;
}
