import { allMembers, type ComplexType, type Member } from "./model.ts";
import { nameKey } from "./xml-tree.ts";

/** Whether two places of a type's content take an element of one name: only the order then says which is meant. */
export function repeatsNames(type: ComplexType): boolean {
  const seen = new Set<string>();
  return allMembers(type)
    .flatMap(namesIn)
    .some((name) => seen.size === seen.add(name).size);
}

function namesIn(member: Member): readonly string[] {
  switch (member.kind) {
    case "choice":
      return member.alternatives.flat().flatMap(namesIn);
    case "all":
      return member.members.flatMap(namesIn);
    case "group":
      return member.type.members.flatMap(namesIn);
    case "raw":
      return member.accepts.kind === "named" ? [nameKey(member.accepts)] : [];
    default:
      return [nameKey(member)];
  }
}
