import { xsEntity, xsIdref, xsNmtoken } from "./builtin-types.ts";
import type { Namespace } from "./namespace.ts";
import { scalar, type Scalar } from "./scalar.ts";

/** Values of one type, separated by white space. */
export function listOf<T>(type: Namespace, local: string, item: Scalar<T>, countMin = 0): Scalar<T[]> {
  return scalar({
    uri: type.uri,
    local,
    whiteSpace: "collapse",
    fromLexical(lexical, scope) {
      const values: T[] = [];
      for (const word of lexical === "" ? [] : lexical.split(" ")) {
        const value = item.parse(word, scope);
        if (value === undefined) return undefined;
        values.push(value);
      }
      return values.length < countMin ? undefined : values;
    },
    toLexical(value, scope) {
      if (!Array.isArray(value)) return undefined;
      const words = value.map((one: unknown) => item.print(one, scope));
      // An empty item, or one with a blank in it, would not come back.
      return words.every((word) => word !== undefined && /^[^ \t\r\n]+$/.test(word))
        ? words.join(" ")
        : undefined;
    },
  });
}

type ValueOf<Member> = Member extends Scalar<infer T> ? T : never;

/**
 * A value of the first of these types that takes its text. What an earlier one would take for its own cannot be said
 * with the value of a later one: the text "5" where a number may stand.
 */
export function unionOf<const Members extends readonly Scalar<unknown>[]>(
  type: Namespace,
  local: string,
  members: Members,
): Scalar<ValueOf<Members[number]>> {
  type Value = ValueOf<Members[number]>;
  return scalar<Value>({
    uri: type.uri,
    local,
    whiteSpace: "preserve",
    fromLexical(lexical, scope) {
      for (const member of members) {
        const value = member.parse(lexical, scope);
        if (value !== undefined) return value as Value;
      }
      return undefined;
    },
    toLexical(value, scope) {
      for (const [index, member] of members.entries()) {
        const text = member.print(value, scope);
        if (text === undefined) continue;
        return members.slice(0, index).some((earlier) => earlier.parse(text) !== undefined)
          ? undefined
          : text;
      }
      return undefined;
    },
  });
}

const XS: Namespace = { uri: "http://www.w3.org/2001/XMLSchema", prefix: "" };
export const xsNmtokens = listOf(XS, "NMTOKENS", xsNmtoken, 1);
export const xsIdrefs = listOf(XS, "IDREFS", xsIdref, 1);
export const xsEntities = listOf(XS, "ENTITIES", xsEntity, 1);
