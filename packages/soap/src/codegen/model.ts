import type { SourcePlace } from "./not-compilable.ts";
import { nameKey, type QName } from "./xml-tree.ts";

/** Where a component came from, for comments in what is generated. */
export interface Origin {
  readonly place: SourcePlace;
  /** As the schema calls it: "complexType `Kunde`". */
  readonly title: string;
  /** The author's documentation; `""`: none. */
  readonly doc: string;
}

/** A simple type: a built-in one, a restriction of another, a list, or one of several. */
export type SimpleType = BuiltInType | DefinedSimpleType;
export type DefinedSimpleType = RestrictedType | ListType | UnionType;

export interface BuiltInType {
  readonly kind: "built-in";
  readonly local: string;
}

interface Defined {
  /** `undefined`: written in place, without a name. */
  readonly name: QName | undefined;
  /** A name to make identifiers from. */
  readonly label: string;
  readonly origin: Origin;
}

export interface RestrictedType extends Defined {
  readonly kind: "restricted";
  readonly base: SimpleType;
  /** Source of the `Facets` object, one property each. */
  readonly facets: readonly { readonly name: string; readonly source: string }[];
  /** `undefined`: not an enumeration, or one whose values are no constants: they are a facet then. */
  readonly values: readonly { readonly value: string; readonly doc: string }[] | undefined;
}

/** Values of one type, separated by white space. */
export interface ListType extends Defined {
  readonly kind: "list";
  readonly item: SimpleType;
}

/** A value of the first of these types that takes its text. */
export interface UnionType extends Defined {
  readonly kind: "union";
  readonly members: readonly SimpleType[];
}

/** What a declaration says a value is when nothing is written: changeable, or the only one there is. */
export interface ValueConstraint {
  readonly kind: "default" | "fixed";
  /** As the schema spells it. */
  readonly text: string;
  /** Of qualified names: what the text means where it is written. */
  readonly name: QName | undefined;
  readonly place: SourcePlace;
}

export interface AttributeMember {
  readonly uri: string;
  readonly local: string;
  readonly required: boolean;
  readonly type: SimpleType;
  readonly constraint: ValueConstraint | undefined;
  readonly doc: string;
}

/** Which expanded names may stand somewhere. */
export type Wildcard =
  | { readonly kind: "any" }
  | { readonly kind: "named"; readonly uri: string; readonly local: string }
  /** In a namespace, and not in this one. */
  | { readonly kind: "other"; readonly uri: string }
  /** In one of these; `""`: in none. */
  | { readonly kind: "listed"; readonly uris: readonly string[] };

/** A part of the content of a complex type. */
export type Member = ElementMember | RawMember | GroupMember | ChoiceMember | AllMember;

interface Repeatable {
  readonly countMin: number;
  /** `Infinity`: unbounded. */
  readonly countMax: number;
  readonly doc: string;
}

export interface ElementMember extends Repeatable {
  readonly kind: "element";
  readonly uri: string;
  readonly local: string;
  readonly type: SimpleType | ComplexType;
  readonly nillable: boolean;
  /** Of elements of simple types, or of text with attributes. */
  readonly constraint: ValueConstraint | undefined;
}

/** Elements that are kept as XML text: of `xs:any`, of `xs:anyType`, or with mixed content. */
export interface RawMember extends Repeatable {
  readonly kind: "raw";
  /** The element's name, or `$any`. */
  readonly local: string;
  readonly accepts: Wildcard;
}

/**
 * Members that come and repeat together: a sequence or choice that may repeat, or a substitution group (a choice of
 * one element each).
 */
export interface GroupMember extends Repeatable {
  readonly kind: "group";
  /** `$items`, or the name of the element that heads the substitution group. */
  readonly local: string;
  /** Without attributes and without an element of its own. */
  readonly type: ComplexType;
}

/** One of several alternatives, each a run of members, none of them empty. */
export interface ChoiceMember {
  readonly kind: "choice";
  readonly noneAllowed: boolean;
  readonly alternatives: readonly (readonly Member[])[];
}

/** Members in any order, each once at most. Only ever the whole content of a type. */
export interface AllMember {
  readonly kind: "all";
  readonly members: readonly (ElementMember | RawMember | GroupMember)[];
}

export interface ComplexType {
  readonly kind: "complex";
  /** `undefined`: written in place, without a name. */
  readonly name: QName | undefined;
  readonly label: string;
  /** `group`: of a run of elements inside another element; only a `GroupMember` has such a type. */
  readonly form: "element" | "group";
  readonly abstract: boolean;
  /** The type it derives from. */
  readonly base: ComplexType | undefined;
  /** What it does to its base. A restriction says all its content again. */
  readonly derivation: "extension" | "restriction";
  /** Its own, without inherited ones. */
  readonly attributes: readonly AttributeMember[];
  /** Attributes of its base that it has not. */
  readonly prohibited: readonly QName[];
  /** What other attributes it takes, by its own word. */
  readonly attributeWildcards: readonly Wildcard[];
  /** Of text with attributes. `undefined`: of elements. */
  readonly simpleContent: SimpleType | undefined;
  /** Its own, without inherited ones, in the order of the wire. */
  readonly members: readonly Member[];
  /** Every type that derives from this one, directly or not. */
  readonly derived: readonly ComplexType[];
  /** Its one member is the item of an array of SOAP encoding. */
  readonly soapArray?: true;
  readonly origin: Origin;
}

/** What is inherited comes first, at any depth. */
export function allAttributes(type: ComplexType): readonly AttributeMember[] {
  if (type.base === undefined) return type.attributes;
  if (type.attributes.length === 0 && type.prohibited.length === 0) return allAttributes(type.base);
  const own = new Set([...type.attributes, ...type.prohibited].map(nameKey));
  const inherited = allAttributes(type.base).filter((attribute) => !own.has(nameKey(attribute)));
  return [...inherited, ...type.attributes];
}

export const allAttributeWildcards = (type: ComplexType): readonly Wildcard[] =>
  type.base === undefined || type.derivation === "restriction"
    ? type.attributeWildcards
    : [...allAttributeWildcards(type.base), ...type.attributeWildcards];

/** What is inherited comes first on the wire, at any depth. */
export const allMembers = (type: ComplexType): ComplexType["members"] =>
  type.base === undefined || type.derivation === "restriction"
    ? type.members
    : allMembers(type.base).concat(type.members);

/** Whether an element of this type may say that it is of another. */
export const isPolymorphic = (type: ComplexType): boolean => type.abstract || type.derived.length > 0;

export interface MessageElement {
  readonly uri: string;
  readonly local: string;
  readonly type: SimpleType | ComplexType;
  readonly nillable: boolean;
  readonly constraint: ValueConstraint | undefined;
  /** A header that says what it is of, as the values inside do. */
  readonly encodedHeader?: true;
}

/** A refusal the contract announces. */
export interface FaultModel extends MessageElement {
  /** What tells it from the other faults of its operation. */
  readonly name: string;
  /** The type an encoded detail may be known by. */
  readonly typeName: QName | undefined;
}

export interface OperationModel {
  /** Unique: an overloaded operation goes by the name of its input. */
  readonly name: string;
  /** What the WSDL calls it. */
  readonly wsdlName: string;
  readonly action: string;
  /** Of WS-Addressing; `undefined`: the same. */
  readonly addressingAction: string | undefined;
  /** `undefined`: nothing in the body. */
  readonly input: MessageElement | undefined;
  readonly output: MessageElement | undefined;
  readonly oneWay: boolean;
  readonly encoded: boolean;
  readonly sentHeaders: readonly MessageElement[];
  readonly receivedHeaders: readonly MessageElement[];
  readonly faults: readonly FaultModel[];
  readonly headerFaults: readonly FaultModel[];
  readonly origin: Origin;
}

/** Everything the messages of an operation are made of. */
export const messagesOf = (operation: OperationModel): readonly MessageElement[] => [
  ...[operation.input, operation.output].filter((message) => message !== undefined),
  ...operation.sentHeaders,
  ...operation.receivedHeaders,
  ...operation.faults,
  ...operation.headerFaults,
];

export interface ServiceModel {
  readonly version: "1.1" | "1.2";
  readonly service: string;
  readonly port: string;
  /** Where the WSDL says the port is; `""`: it does not say. */
  readonly address: string;
  /** What the WSDL asks for. */
  readonly addressing: "1.0" | "2004/08" | undefined;
  /** Whether it asks for MTOM. */
  readonly mtom: boolean;
  readonly operations: readonly OperationModel[];
  /** How the WSDL's author abbreviates namespaces. */
  readonly prefixes: ReadonlyMap<string, string>;
  /** What the WSDL says besides and nobody compiled: policies, ports of other protocols. */
  readonly unread: readonly (SourcePlace & { readonly local: string })[];
  readonly origin: Origin;
}
