/** A namespace a contract speaks, and the prefix our requests use for it. */
export interface Namespace {
  /** `""`: no namespace. */
  readonly uri: string;
  readonly prefix: string;
}

export const namespace = (uri: string, prefix: string): Namespace => ({ uri, prefix });
/** Of `xml:lang` and its like. Nobody has to declare it. */
export const xmlNamespace: Namespace = { uri: "http://www.w3.org/XML/1998/namespace", prefix: "xml" };
export const noNamespace: Namespace = { uri: "", prefix: "" };

/** Of `xsi:type` and `xsi:nil`. */
export const XSI = "http://www.w3.org/2001/XMLSchema-instance";
/** Of the built-in types. */
export const XS = "http://www.w3.org/2001/XMLSchema";

export const ENVELOPE_11 = "http://schemas.xmlsoap.org/soap/envelope/";
export const ENVELOPE_12 = "http://www.w3.org/2003/05/soap-envelope";

export type SoapVersion = "1.1" | "1.2";

/** Of the envelope itself; every request declares it under this prefix. */
export const envelopeNamespace = (version: SoapVersion): Namespace => ({
  uri: version === "1.1" ? ENVELOPE_11 : ENVELOPE_12,
  prefix: "soap",
});
