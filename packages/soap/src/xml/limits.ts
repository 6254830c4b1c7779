/** What one document may cost us. Sizes are in bytes of UTF-8. */
export interface XmlLimits {
  readonly documentBytesMax: number;
  readonly depthMax: number;
  readonly elementsMax: number;
  /** On one element, namespace declarations included. */
  readonly attributesMax: number;
  /** Character data between two tags, or one attribute value. */
  readonly textBytesMax: number;
  /** One name with its prefix. */
  readonly nameBytesMax: number;
}

/** Source: DESIGN §8. The document limit equals the HTTP client's, so a body that arrived is a body we read. */
export const defaultXmlLimits: XmlLimits = {
  documentBytesMax: 10 * 1024 * 1024,
  depthMax: 100,
  elementsMax: 1_000_000,
  attributesMax: 256,
  textBytesMax: 1024 * 1024,
  nameBytesMax: 1024,
};
