import { xsAnyUri, xsString } from "../builtin-types.ts";
import type { Codec } from "../codec.ts";
import type { SoapVersion } from "../namespace.ts";
import { envelopeNamespace, type Namespace } from "../namespace.ts";
import { soapEncoding } from "./encoding.ts";

/** A value that says its type, as every encoded value does. */
export function typed<T>(type: Namespace, local: string, codec: Codec<T>): Codec<T> {
  return {
    read: (from) => codec.read(from),
    write(to, value) {
      to.type(type, local);
      codec.write(to, value);
    },
  };
}

/** An array: the type of its items and their number, on an object whose one property is `item`. */
export function soapArray<T extends { readonly item: readonly unknown[] }>(
  version: SoapVersion,
  itemType: Namespace,
  itemLocal: string,
  codec: Codec<T>,
): Codec<T> {
  const encoding = soapEncoding(version);
  const named = itemType.prefix === "" ? itemLocal : `${itemType.prefix}:${itemLocal}`;
  return {
    read: (from) => codec.read(from),
    write(to, value) {
      // What is no array is refused by the codec, in words that fit.
      const count = Array.isArray(value?.item) ? value.item.length : 0;
      if (version === "1.1") {
        to.type(encoding, "Array");
        to.attribute(encoding, "arrayType", `${named}[${count}]`, xsString);
      } else {
        to.attribute(encoding, "itemType", named, xsString);
        to.attribute(encoding, "arraySize", String(count), xsString);
      }
      codec.write(to, value);
    },
  };
}

/** A header whose values are encoded, and says so: a body's encoding does not reach it. */
export function encodedHeader<T>(version: SoapVersion, codec: Codec<T>): Codec<T> {
  return {
    read: (from) => codec.read(from),
    write(to, value) {
      to.attribute(envelopeNamespace(version), "encodingStyle", soapEncoding(version).uri, xsAnyUri);
      codec.write(to, value);
    },
  };
}
