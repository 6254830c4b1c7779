import { attributeOf, type XmlNode } from "../codegen/xml-tree.ts";
import type { ContractDocuments, Finding } from "./documents.ts";

const POLICY_NAMESPACES = new Set([
  "http://schemas.xmlsoap.org/ws/2002/12/policy",
  "http://schemas.xmlsoap.org/ws/2004/09/policy",
  "http://www.w3.org/2006/07/ws-policy",
  "http://www.w3.org/ns/ws-policy",
]);

/** Assertions we meet, or that ask for nothing of ours: transport and its credentials, password tokens, addressing. */
const MET = new Set([
  ...["UsernameToken", "HashPassword", "NoPassword", "WssUsernameToken10", "WssUsernameToken11"],
  ...["TransportBinding", "TransportToken", "HttpsToken", "RequireClientCertificate"],
  // As WS-SecurityPolicy calls it, and as WCF does.
  ...["HttpBasicAuthentication", "BasicAuthentication"],
  ...["SupportingTokens", "SignedSupportingTokens", "SignedEncryptedSupportingTokens"],
  ...["AlgorithmSuite", "Layout", "IncludeTimestamp", "Wss10", "Wss11"],
  ...["OptimizedMimeSerialization", "MTOM"],
  ...["Addressing", "UsingAddressing", "AnonymousResponses", "NonAnonymousResponses"],
]);

/** Assertions that ask for something in the message, or of the connection, we neither make nor check. */
const NOT_MET = new Set([
  ...["SymmetricBinding", "AsymmetricBinding", "SignedParts", "EncryptedParts", "SignedElements"],
  ...["EncryptedElements", "ContentEncryptedElements", "RequiredElements", "EndorsingSupportingTokens"],
  ...["X509Token", "SamlToken", "IssuedToken", "KerberosToken", "SpnegoContextToken", "RelToken"],
  ...["SecurityContextToken", "SecureConversationToken", "ProtectionToken", "KeyValueToken"],
  ...["RMAssertion", "ATAssertion", "BAAssertion"],
  ...["HttpDigestAuthentication", "DigestAuthentication", "NegotiateAuthentication", "NtlmAuthentication"],
]);

const isPolicy = ({ uri, local }: XmlNode): boolean => local === "Policy" && POLICY_NAMESPACES.has(uri);

const isReference = ({ uri, local }: XmlNode): boolean =>
  local === "PolicyReference" && POLICY_NAMESPACES.has(uri);

const onlyRefers = ({ children }: XmlNode): boolean => children.length > 0 && children.every(isReference);

/** What each policy of a contract asks for, in its own words; those that only refer to others have none. */
export const describePolicies = (documents: ContractDocuments): readonly Finding[] =>
  policiesOf(documents)
    .filter((policy) => !onlyRefers(policy))
    .map((policy) => {
      const known = assertionsIn(policy).filter((local) => MET.has(local) || NOT_MET.has(local));
      const text = known.length === 0 ? "asks for nothing we know" : known.join(", ");
      return { place: { file: policy.file, line: policy.line }, text };
    });

/** Finds what policies on these elements ask for and we do not do. */
export function unmetPolicies(
  documents: ContractDocuments,
): (subjects: readonly XmlNode[]) => readonly Finding[] {
  const byId = new Map(
    policiesOf(documents).flatMap((policy) =>
      policy.attributes
        .filter(({ local }) => /^(Id|id|Name)$/.test(local))
        .map(({ value }) => [value, [policy]] as const),
    ),
  );
  const referredBy = (node: XmlNode): readonly XmlNode[] =>
    isReference(node) ? (byId.get((attributeOf(node, "URI") ?? "").replace(/^.*#/, "")) ?? []) : [];
  return (subjects) => {
    const attached = new Set(
      subjects.flatMap(ownNodes).flatMap((node) => (isPolicy(node) ? [node] : referredBy(node))),
    );
    // SAP attaches policies that do nothing but refer to others. A set that grows is walked to its end.
    for (const policy of attached) {
      for (const node of everyNode(policy)) for (const referred of referredBy(node)) attached.add(referred);
    }
    return [...attached].flatMap((policy) => {
      const unmet = assertionsIn(policy).filter((local) => NOT_MET.has(local));
      if (unmet.length === 0) return [];
      const place = { file: policy.file, line: policy.line };
      return [{ place, text: `a policy asks for ${unmet.join(", ")}, which is not done` }];
    });
  };
}

const policiesOf = ({ definitions }: ContractDocuments): readonly XmlNode[] =>
  definitions
    .flatMap((root) => root.children)
    .filter(({ local }) => local !== "types")
    .flatMap(policiesIn);

/** Policies hold policies; the outermost speaks for them. */
const policiesIn = (node: XmlNode): readonly XmlNode[] =>
  isPolicy(node) ? [node] : node.children.flatMap(policiesIn);

/** An element and what is inside, but not inside another element with a name: that has policies of its own. */
function ownNodes(node: XmlNode): readonly XmlNode[] {
  return node.children.flatMap((child) => {
    if (isPolicy(child)) return [child];
    const isOther = child.local === "operation" || child.local === "port";
    return isOther ? [] : [child, ...ownNodes(child)];
  });
}

const assertionsIn = (policy: XmlNode): readonly string[] => [
  ...new Set(everyNode(policy).map(({ local }) => local)),
];

/** An element and everything in it. Depth is bounded by the reader. */
const everyNode = (node: XmlNode): readonly XmlNode[] => [node, ...node.children.flatMap(everyNode)];
