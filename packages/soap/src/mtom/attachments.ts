import { randomUUID } from "node:crypto";
import type { SoapVersion } from "../namespace.ts";
import { XOP, XOP_TYPE } from "./xop.ts";

/** When bytes go beside an envelope instead of into it. */
export interface MtomRule {
  /** From so many bytes on. */
  readonly thresholdBytes: number;
}

/** What a policy that asks for MTOM gets: below this, the part around the bytes is larger than what base64 adds. */
export const MTOM_BY_POLICY: MtomRule = { thresholdBytes: 1_024 };

interface Attachment {
  readonly id: string;
  readonly bytes: Uint8Array;
}

/** What goes beside one envelope. Source: MTOM, XML-binary Optimized Packaging 1.0, RFC 2387. */
export class Attachments {
  private readonly rule: MtomRule;
  private readonly all: Attachment[] = [];
  // Nothing that is sent can hold what nobody could guess.
  private readonly message = randomUUID();

  constructor(rule: MtomRule) {
    this.rule = rule;
  }

  /** The element that stands for the bytes; `undefined`: they are too few to go beside. */
  take(bytes: Uint8Array): string | undefined {
    if (bytes.length < this.rule.thresholdBytes) return undefined;
    const id = `${this.all.length + 1}.${this.message}@portico`;
    this.all.push({ id, bytes });
    return `<xop:Include xmlns:xop="${XOP}" href="cid:${id}"/>`;
  }

  /** The whole message, with its content type. Multipart also when nothing is attached: whoever asks for MTOM wants it. */
  around(
    envelope: Uint8Array,
    version: SoapVersion,
    action: string,
  ): { readonly contentType: string; readonly body: Buffer } {
    const { message } = this;
    const boundary = `portico-${message}`;
    const root = `0.${message}@portico`;
    const infoset = version === "1.1" ? "text/xml" : "application/soap+xml";
    const actionParameter = version === "1.1" || action === "" ? "" : `; action="${action}"`;
    const rootType = `${XOP_TYPE}; charset=utf-8; type="${infoset}"${actionParameter}`;
    const parts = [
      ...part(boundary, root, rootType, envelope),
      ...this.all.flatMap(({ id, bytes }) => part(boundary, id, "application/octet-stream", bytes)),
      Buffer.from(`\r\n--${boundary}--\r\n`),
    ];
    return {
      contentType: `multipart/related; type="${XOP_TYPE}"; start="<${root}>"; start-info="${infoset}"; boundary="${boundary}"${actionParameter}`,
      // The first boundary begins the message.
      body: Buffer.concat(parts).subarray(LINE_END.length),
    };
  }
}

const LINE_END = "\r\n";

const part = (boundary: string, id: string, type: string, content: Uint8Array): readonly Uint8Array[] => [
  Buffer.from(
    `\r\n--${boundary}\r\ncontent-type: ${type}\r\ncontent-transfer-encoding: binary\r\ncontent-id: <${id}>\r\n\r\n`,
  ),
  content,
];
