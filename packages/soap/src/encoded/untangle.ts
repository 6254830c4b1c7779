import { escapeAttribute, escapeText } from "../escaping.ts";
import { XSI } from "../namespace.ts";
import type { XmlLimits } from "../xml/limits.ts";
import { arrayItems } from "./arrays.ts";
import { GRAPH_ELEMENTS_MAX, type GraphNode, readGraph } from "./graph.ts";
import { tangled } from "./tangled.ts";

/** SOAP 1.2 servers say in an element of this which part is the return value. */
const RPC_12 = "http://www.w3.org/2003/05/soap-rpc";

/**
 * An encoded message as the tree it stands for: references followed, items of arrays called `item`, nothing of SOAP
 * encoding left. What comes out is bounded like what came in, however often a value is referred to.
 * @throws {XmlRefused} when it is not XML we accept
 * @throws {ContractBroken} when its references lead nowhere, outside, in a circle, or to more than allowed
 */
export function untangle(bytes: Buffer, limits: XmlLimits): Buffer {
  return Buffer.from(new Untangler(readGraph(bytes, limits), limits).write());
}

class Untangler {
  private readonly envelope: GraphNode;
  private readonly limits: XmlLimits;
  private readonly prefixes = new Map<string, string>();
  private readonly byId = new Map<string, GraphNode>();
  private readonly referred = new Set<GraphNode>();
  /** Where references lead that were followed before: however many lead to one, it is followed once. */
  private readonly ends = new Map<GraphNode, GraphNode>();
  /** What is being written, outermost first. */
  private readonly open = new Set<GraphNode>();
  private out = "";
  private elements = 0;

  constructor(envelope: GraphNode, limits: XmlLimits) {
    this.envelope = envelope;
    this.limits = limits;
  }

  write(): string {
    const { envelope } = this;
    for (const child of elementsOf(envelope)) if (child.local !== "Header") this.index(child);
    for (const part of envelope.content) {
      if (typeof part === "string") this.out += escapeText(part);
      else if (part.local === "Body" && part.uri === envelope.uri) this.body(part);
      else this.element(part, part.uri, part.local);
    }
    const name = this.qualified(envelope.uri, envelope.local);
    const declarations = [...this.prefixes].map(
      ([uri, prefix]) => ` xmlns:${prefix}="${escapeAttribute(uri)}"`,
    );
    return `<${name}${declarations.join("")}>${this.out}</${name}>`;
  }

  private index(node: GraphNode): void {
    const id = node.encoding.get("id");
    if (id !== undefined) {
      if (this.byId.has(id)) throw tangled("Two values with one id", id);
      this.byId.set(id, node);
    }
    for (const child of elementsOf(node)) this.index(child);
  }

  /** The message is the first value that is not there only to be referred to. Others must be, or nobody reads them. */
  private body(body: GraphNode): void {
    const name = this.qualified(body.uri, body.local);
    this.out += `<${name}>`;
    const values = elementsOf(body);
    const message = values.find(({ encoding }) => encoding.get("root") !== "0");
    if (message !== undefined) this.element(message, message.uri, message.local);
    for (const value of values) {
      if (value !== message && !this.referred.has(value)) this.element(value, value.uri, value.local);
    }
    this.out += `</${name}>`;
  }

  private element(node: GraphNode, uri: string, local: string): void {
    const value = this.follow(node);
    if (this.open.has(value)) throw tangled("A value that contains itself", value.encoding.get("id"));
    if (++this.elements > GRAPH_ELEMENTS_MAX || this.out.length > this.limits.documentBytesMax) {
      throw tangled("References to more than one answer may hold");
    }
    if (this.open.size > this.limits.depthMax) throw tangled("References nested deeper than allowed");
    this.open.add(value);
    const name = this.qualified(uri, local);
    const items = arrayItems(value);
    this.out += `<${name}${this.attributes(value, items !== undefined)}>`;
    for (const part of value.content) {
      if (typeof part === "string") this.out += escapeText(part);
      else if (items !== undefined) this.element(part, "", "item");
      else if (part.uri !== RPC_12) this.element(part, part.uri, part.local);
    }
    this.out += `</${name}>`;
    this.open.delete(value);
  }

  private attributes({ attributes, type, textPrefix }: GraphNode, isArray: boolean): string {
    let written = "";
    for (const { uri, local, value } of attributes) {
      written += ` ${this.qualified(uri, local)}="${escapeAttribute(value)}"`;
    }
    if (type !== undefined && !isArray) {
      written += ` ${this.qualified(XSI, "type")}="${this.qualified(type.uri, escapeAttribute(type.local))}"`;
    }
    if (textPrefix !== undefined) {
      written += ` xmlns:${textPrefix.prefix}="${escapeAttribute(textPrefix.uri)}"`;
    }
    return written;
  }

  /** The value a reference leads to, be it through other references; a value that is there leads to itself. */
  private follow(node: GraphNode): GraphNode {
    const passed: GraphNode[] = [];
    let value = this.ends.get(node) ?? node;
    for (let id = referenceOf(value); id !== undefined; id = referenceOf(value)) {
      if (passed.length > this.limits.depthMax) throw tangled("References that lead on and on", id);
      if (value.content.some((part) => typeof part !== "string" || part.trim() !== "")) {
        throw tangled("A reference with a value of its own", id);
      }
      const target = this.byId.get(id);
      if (target === undefined) throw tangled("A reference to nothing", id);
      this.referred.add(target);
      passed.push(value);
      value = this.ends.get(target) ?? target;
    }
    for (const one of passed) this.ends.set(one, value);
    return value;
  }

  private qualified(uri: string, local: string): string {
    if (uri === "") return local;
    if (uri === "http://www.w3.org/XML/1998/namespace") return `xml:${local}`;
    let prefix = this.prefixes.get(uri);
    if (prefix === undefined) {
      // No server's own: text that holds a qualified name brings its prefix along.
      prefix = `_${this.prefixes.size}_`;
      this.prefixes.set(uri, prefix);
    }
    return `${prefix}:${local}`;
  }
}

/** SOAP 1.1 says it as a fragment, SOAP 1.2 as the id itself; PHP says it as a fragment in both. */
function referenceOf({ encoding }: GraphNode): string | undefined {
  const href = encoding.get("href");
  if (href === undefined) return encoding.get("ref")?.replace(/^#/, "");
  if (!href.startsWith("#")) throw tangled("A reference to something outside the message", href);
  return href.slice(1);
}

const elementsOf = ({ content }: GraphNode): readonly GraphNode[] =>
  content.filter((part) => typeof part !== "string");
