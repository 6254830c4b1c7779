import type { Codec } from "./codec.ts";
import type { Decoder } from "./decoder.ts";
import type { Encoder } from "./encoder.ts";

/** How a run of elements inside an element is read and written: an object per run. */
export type GroupCodec<T> = Codec<T>;

/** @param begins whether the decoder stands on what the group may begin with */
export const oneGroup = <T>(from: Decoder, property: string, begins: boolean, codec: GroupCodec<T>): T =>
  begins ? from.within(property, () => codec.read(from)) : from.missing(property);

export const optionalGroup = <T>(
  from: Decoder,
  property: string,
  begins: boolean,
  codec: GroupCodec<T>,
): T | undefined => (begins ? oneGroup(from, property, begins, codec) : undefined);

export function manyGroups<T>(
  from: Decoder,
  property: string,
  begins: () => boolean,
  codec: GroupCodec<T>,
  countMin: number,
  countMax: number,
): T[] {
  const values: T[] = [];
  const around = from.repeatsAt;
  while (begins()) {
    const step = `${property}[${values.length + 1}]`;
    const { depth } = from.reader;
    if (values.length === countMax) {
      if (depth === around) break;
      throw from.broken(`More than ${countMax} groups`, step);
    }
    from.repeatsAt = depth;
    values.push(from.within(step, () => codec.read(from)));
  }
  from.repeatsAt = around;
  return values.length < countMin ? from.missing(`${property}[${values.length + 1}]`) : values;
}

export function writeOneGroup<T>(
  to: Encoder,
  property: string,
  value: T | undefined,
  codec: GroupCodec<T>,
): void {
  if (value === undefined) throw to.invalid("A required value is missing", property);
  to.within(property, () => codec.write(to, value));
}

export function writeOptionalGroup<T>(
  to: Encoder,
  property: string,
  value: T | undefined,
  codec: GroupCodec<T>,
): void {
  if (value !== undefined) writeOneGroup(to, property, value, codec);
}

export function writeManyGroups<T>(
  to: Encoder,
  property: string,
  values: readonly T[] | undefined,
  codec: GroupCodec<T>,
  countMin: number,
  countMax: number,
): void {
  to.count(property, values, countMin, countMax);
  for (const [index, value] of (values ?? []).entries()) {
    writeOneGroup(to, `${property}[${index + 1}]`, value, codec);
  }
}
