export { soapClient, type SoapClientOptions } from "./client.ts";
export { type Codec, nillable, own, present } from "./codec.ts";
export type {
  DeclaredFault,
  FaultElement,
  SoapClient,
  SoapContract,
  SoapElement,
  SoapOperation,
  SoapVersion,
} from "./contract.ts";
export type { Decoder } from "./decoder.ts";
export type { Encoder } from "./encoder.ts";
export { enumeration, type Facets, restricted } from "./facets.ts";
export { type FaultReport, isFaultOf, type QName, SoapFault } from "./fault.ts";
export { SoapInputInvalid } from "./input-invalid.ts";
export { type Namespace, namespace, noNamespace } from "./namespace.ts";
export type { Scalar } from "./scalar.ts";
export type { UsernameToken } from "./security.ts";
export { defaultXmlLimits, type XmlLimits } from "./xml/limits.ts";
export {
  xsAnyUri,
  xsBase64Binary,
  xsBoolean,
  xsByte,
  xsDate,
  xsDateTime,
  xsDecimal,
  xsDouble,
  xsDuration,
  xsFloat,
  xsGDay,
  xsGMonth,
  xsGMonthDay,
  xsGYear,
  xsGYearMonth,
  xsHexBinary,
  xsId,
  xsIdref,
  xsInt,
  xsInteger,
  xsLanguage,
  xsLong,
  xsName,
  xsNcName,
  xsNegativeInteger,
  xsNmtoken,
  xsNonNegativeInteger,
  xsNonPositiveInteger,
  xsNormalizedString,
  xsPositiveInteger,
  xsShort,
  xsString,
  xsTime,
  xsToken,
  xsUnsignedByte,
  xsUnsignedInt,
  xsUnsignedLong,
  xsUnsignedShort,
} from "./builtin-types.ts";
