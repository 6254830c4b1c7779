import { randomUUID } from "node:crypto";
import type { HeaderListener } from "./envelope.ts";
import { escapeText } from "./encoder.ts";
import { xsAnyUri } from "./builtin-types.ts";

/** Source: WS-Addressing 1.0, Core and SOAP Binding. */
const ADDRESSING = "http://www.w3.org/2005/08/addressing";

export interface Addressing {
  readonly headerXml: string;
  /**
   * Accepts an answer to this message only. A pooled connection that is one answer behind would otherwise hand one
   * user's data to the next.
   */
  readonly onHeader: HeaderListener;
}

/** What one message says about itself: what it wants, of whom, and which answer belongs to it. */
export function addressMessage(action: string, to: string): Addressing {
  const messageId = `urn:uuid:${randomUUID()}`;
  return {
    headerXml:
      `<wsa:Action xmlns:wsa="${ADDRESSING}" soap:mustUnderstand="1">${escapeText(action)}</wsa:Action>` +
      `<wsa:MessageID xmlns:wsa="${ADDRESSING}">${messageId}</wsa:MessageID>` +
      `<wsa:ReplyTo xmlns:wsa="${ADDRESSING}"><wsa:Address>${ADDRESSING}/anonymous</wsa:Address></wsa:ReplyTo>` +
      `<wsa:To xmlns:wsa="${ADDRESSING}" soap:mustUnderstand="1">${escapeText(to)}</wsa:To>`,
    onHeader(from) {
      const { reader } = from;
      if (reader.uri !== ADDRESSING) return false;
      if (reader.local !== "RelatesTo") {
        from.skip();
        return true;
      }
      from.within("RelatesTo", () => {
        reader.advance();
        const related = xsAnyUri.parse(reader.passedText);
        if (related !== messageId) throw from.broken("The answer to another message", undefined, related);
        from.close();
      });
      return true;
    },
  };
}
