import { messagesOf, type OperationModel, type ServiceModel } from "../codegen/model.ts";
import { Names } from "../codegen/names.ts";
import { Plan } from "../codegen/plan.ts";
import { propertiesOf } from "../codegen/shape.ts";
import { attributeOf, nameKey, type XmlNode } from "../codegen/xml-tree.ts";
import { type ContractDocuments, type Finding, XS } from "./documents.ts";

const CONSTRAINTS = new Set(["unique", "key", "keyref"]);

interface Constraint {
  readonly finding: Finding;
  /** What the element that it is said of may be called. */
  readonly elements: readonly string[];
}

/** Finds what the schema promises about an operation's messages and nobody checks. */
export function uncheckedConstraints(
  documents: ContractDocuments,
): (service: ServiceModel, operation: OperationModel) => readonly Finding[] {
  const constraints = documents.schemas.flatMap((schema) =>
    constraintsIn(schema, attributeOf(schema, "targetNamespace") ?? ""),
  );
  if (constraints.length === 0) return () => [];
  return (service, operation) => {
    const plan = new Plan({ ...service, operations: [operation] }, new Names());
    const members = [...plan.objects.values()].flatMap(({ shape }) => propertiesOf(shape.members));
    const elements = members.flatMap((one) => (one.kind === "element" ? [one.element] : []));
    const reached = new Set([...messagesOf(operation), ...elements].map(nameKey));
    return constraints
      .filter((constraint) => constraint.elements.some((name) => reached.has(name)))
      .map(({ finding }) => finding);
  };
}

const constraintsIn = (node: XmlNode, namespace: string): readonly Constraint[] =>
  node.children.flatMap((child): readonly Constraint[] => {
    if (child.uri !== XS || !CONSTRAINTS.has(child.local)) return constraintsIn(child, namespace);
    const local = attributeOf(node, "name") ?? "";
    return [
      {
        finding: {
          place: { file: child.file, line: child.line },
          text: `xs:${child.local} is not checked`,
        },
        elements: [namespace, ""].map((uri) => nameKey({ uri, local })),
      },
    ];
  });
