import type { ElementMember, Member, RawMember } from "./model.ts";

/** Whether nothing at all on the wire is a valid run of these members. */
export const mayBeEmpty = (members: readonly Member[]): boolean => members.every(isEmptiable);

function isEmptiable(member: Member): boolean {
  switch (member.kind) {
    case "choice":
      return member.noneAllowed;
    case "all":
      return mayBeEmpty(member.members);
    default:
      return member.countMin === 0;
  }
}

/** The elements a run of members may begin with. */
export function beginningsOf(members: readonly Member[]): readonly (ElementMember | RawMember)[] {
  const found: (ElementMember | RawMember)[] = [];
  for (const member of members) {
    for (const one of beginningsOfOne(member)) found.push(one);
    if (!isEmptiable(member)) break;
  }
  return found;
}

function beginningsOfOne(member: Member): readonly (ElementMember | RawMember)[] {
  switch (member.kind) {
    case "choice":
      return member.alternatives.flatMap(beginningsOf);
    case "all":
      return member.members.flatMap(beginningsOfOne);
    case "group":
      return beginningsOf(member.type.members);
    default:
      return [member];
  }
}
