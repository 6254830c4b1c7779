import type { Definitions } from "./definitions.ts";
import type { SoapPort } from "./ports.ts";
import { attributeOf, rawAttribute, type XmlNode } from "./xml-tree.ts";

/** What is said about a port as a whole: by elements of its own, and by the policies it refers to. */
export function saidOf({ extensions }: Definitions, { node: port, binding }: SoapPort): readonly XmlNode[] {
  const own = [...port.children, ...binding.children];
  const referred = own
    .filter(({ local }) => local === "PolicyReference")
    .flatMap((reference) => {
      const id = attributeOf(reference, "URI")?.replace(/^#/, "");
      return extensions.filter(({ local, attributes }) => {
        return local === "Policy" && attributes.some((one) => one.local === "Id" && one.value === id);
      });
    });
  return [...own, ...referred];
}

const MTOM_ASSERTIONS: ReadonlySet<string> = new Set(["OptimizedMimeSerialization", "MTOM"]);

/** Whether the port takes nothing but MTOM. Where it is optional, nobody needs it. */
export const asksForMtom = (definitions: Definitions, port: SoapPort): boolean =>
  saidOf(definitions, port).some(saysMtom);

function saysMtom(node: XmlNode): boolean {
  // The rest of an interface is not about the port as a whole.
  if (rawAttribute(node, "name") !== undefined) return false;
  const isOptional = node.attributes.some(({ local, value }) => local === "Optional" && value === "true");
  return MTOM_ASSERTIONS.has(node.local) ? !isOptional : node.children.some(saysMtom);
}
