/**
 * The document is not namespace-well-formed XML, carries a DTD, or is beyond a limit. The message never quotes the
 * document.
 */
export class XmlRefused extends Error {
  /** Where, in bytes from the start of the document as UTF-8. */
  readonly offset: number;

  constructor(reason: string, offset: number) {
    super(reason);
    this.name = "XmlRefused";
    this.offset = offset;
  }
}
