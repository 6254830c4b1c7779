/** A namespace a contract speaks, and the prefix our requests use for it. */
export interface Namespace {
  /** `""`: no namespace. */
  readonly uri: string;
  readonly prefix: string;
}

export const namespace = (uri: string, prefix: string): Namespace => ({ uri, prefix });
export const noNamespace: Namespace = { uri: "", prefix: "" };

/** Of `xsi:type` and `xsi:nil`. */
export const XSI = "http://www.w3.org/2001/XMLSchema-instance";
