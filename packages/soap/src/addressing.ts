import { randomUUID } from "node:crypto";
import { xsAnyUri } from "./builtin-types.ts";
import type { AddressingVersion } from "./contract.ts";
import { escapeText } from "./escaping.ts";
import type { HeaderListener } from "./declared-headers.ts";

/** Source: WS-Addressing 1.0, Core and SOAP Binding; the submission of August 2004. */
const VERSIONS = {
  "1.0": {
    uri: "http://www.w3.org/2005/08/addressing",
    anonymous: "http://www.w3.org/2005/08/addressing/anonymous",
  },
  "2004/08": {
    uri: "http://schemas.xmlsoap.org/ws/2004/08/addressing",
    anonymous: "http://schemas.xmlsoap.org/ws/2004/08/addressing/role/anonymous",
  },
} as const;

export interface Addressing {
  readonly headerXml: string;
  /**
   * Accepts an answer to this message only. A pooled connection that is one answer behind would otherwise hand one
   * user's data to the next.
   */
  readonly onHeader: HeaderListener;
}

/** What one message says about itself: what it wants, of whom, and which answer belongs to it. */
export function addressMessage(version: AddressingVersion, action: string, to: string): Addressing {
  const { uri, anonymous } = VERSIONS[version];
  const messageId = `urn:uuid:${randomUUID()}`;
  return {
    headerXml:
      `<wsa:Action xmlns:wsa="${uri}" soap:mustUnderstand="1">${escapeText(action)}</wsa:Action>` +
      `<wsa:MessageID xmlns:wsa="${uri}">${messageId}</wsa:MessageID>` +
      `<wsa:ReplyTo xmlns:wsa="${uri}"><wsa:Address>${anonymous}</wsa:Address></wsa:ReplyTo>` +
      `<wsa:To xmlns:wsa="${uri}" soap:mustUnderstand="1">${escapeText(to)}</wsa:To>`,
    onHeader(from) {
      const { reader } = from;
      if (reader.uri !== uri) return false;
      if (reader.local !== "RelatesTo") {
        from.skip();
        return true;
      }
      from.within("RelatesTo", () => {
        reader.advance();
        const related = xsAnyUri.fromLexical(reader.passedText.trim());
        if (related !== messageId) throw from.broken("The answer to another message", undefined, related);
        from.close();
      });
      return true;
    },
  };
}
