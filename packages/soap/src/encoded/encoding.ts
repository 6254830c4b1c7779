import type { SoapVersion } from "../namespace.ts";
import type { Namespace } from "../namespace.ts";

/** Source: SOAP 1.1 §5. */
export const ENCODING_11 = "http://schemas.xmlsoap.org/soap/encoding/";
/** Source: SOAP 1.2 part 2 §3. */
export const ENCODING_12 = "http://www.w3.org/2003/05/soap-encoding";

/** The encoding that goes with an envelope; its prefix is declared around every encoded request. */
export const soapEncoding = (version: SoapVersion): Namespace => ({
  uri: version === "1.1" ? ENCODING_11 : ENCODING_12,
  prefix: "soapenc",
});

export const isEncoding = (uri: string): boolean => uri === ENCODING_11 || uri === ENCODING_12;
