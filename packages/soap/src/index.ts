export { soapClient, type SoapClientOptions } from "./client.ts";
export { type Codec, nillable, own, present } from "./codec.ts";
export type {
  AddressingVersion,
  AnySoapOperation,
  DeclaredFault,
  FaultElement,
  SoapClient,
  SoapContract,
  SoapElement,
  SoapMessage,
  SoapOperation,
} from "./contract.ts";
export { type DateRule, dateText } from "./dates.ts";
export type { Decoder } from "./decoder.ts";
export { encodedHeader, soapArray, typed } from "./encoded/typed.ts";
export { elementTag } from "./element-tag.ts";
export type { Encoder } from "./encoder.ts";
export { decimalEnumeration } from "./decimal-enumeration.ts";
export { enumeration, type Facets, restricted } from "./facets.ts";
export { SURPRISE } from "./expected-values.ts";
export type { FastDecoder } from "./fast-decoder.ts";
export { type FaultReport, isFaultOf, type QName, SoapFault } from "./fault.ts";
export {
  type GroupCodec,
  manyGroups,
  oneGroup,
  optionalGroup,
  writeManyGroups,
  writeOneGroup,
  writeOptionalGroup,
} from "./groups.ts";
export { SoapInputInvalid } from "./input-invalid.ts";
export { anyName, eitherOf, inNamespaces, inOtherThan, named, type NameTest } from "./name-tests.ts";
export type { Deviation } from "./lenient-decoder.ts";
export type { MtomRule } from "./mtom/attachments.ts";
export { type Namespace, namespace, noNamespace, type SoapVersion, xmlNamespace } from "./namespace.ts";
export type { OtherAttribute } from "./other-attributes.ts";
export { xsNotation, xsQName } from "./qualified-names.ts";
export {
  manyRaw,
  oneRaw,
  optionalRaw,
  type RawXml,
  seesRaw,
  writeManyRaw,
  writeOneRaw,
  writeOptionalRaw,
} from "./raw-xml.ts";
export { asBigint, asNumber, type Representation, represented } from "./representations.ts";
export type { Scalar } from "./scalar.ts";
export { type AlternativePart, type ChoiceRule, choosesOne, ownProperties, takes } from "./schema-rules.ts";
export { listOf, unionOf, xsEntities, xsIdrefs, xsNmtokens } from "./simple-lists.ts";
export type { UsernameToken } from "./security.ts";
export {
  fixed,
  fixedDecimal,
  fixedName,
  withDefault,
  withDefaultName,
  withText,
} from "./value-constraints.ts";
export { defaultXmlLimits, type XmlLimits } from "./xml/limits.ts";
export {
  xsAnySimpleType,
  xsAnyUri,
  xsBase64Binary,
  xsBoolean,
  xsByte,
  xsDate,
  xsDateTime,
  xsDecimal,
  xsDouble,
  xsDuration,
  xsEntity,
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
export type { DateText, DateType } from "./text-type.ts";
