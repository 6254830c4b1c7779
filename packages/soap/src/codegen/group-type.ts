import type { ComplexType, Member } from "./model.ts";

/** A type for a run of elements inside another element. */
export const groupType = (
  members: readonly Member[],
  label: string,
  origin: ComplexType["origin"],
): ComplexType => ({
  kind: "complex",
  name: undefined,
  label,
  form: "group",
  abstract: false,
  base: undefined,
  derivation: "extension",
  attributes: [],
  prohibited: [],
  attributeWildcards: [],
  simpleContent: undefined,
  members,
  derived: [],
  origin,
});
