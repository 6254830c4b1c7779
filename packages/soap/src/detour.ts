import { Decoder, type Reads } from "./decoder.ts";
import type { Careful, CarefulRead, FastDecoder } from "./fast-decoder.ts";
import type { XmlReader } from "./xml/reader.ts";

/** Reads the element its reader stands on and goes no further than its end tag. */
class Detour extends Decoder {
  private readonly depth: number;

  constructor(xml: XmlReader, fast: FastDecoder) {
    super(xml, false, fast);
    this.depth = xml.depth;
  }

  override next(): void {
    const { tag, depth } = this.reader;
    if (tag !== "end" || depth !== this.depth) super.next();
  }
}

/** One element is read carefully on the way of the fast decoder. */
export const detour: Careful = <T>(codec: CarefulRead<T>, xml: XmlReader, fast: FastDecoder): T =>
  (codec as Reads<T>).read(new Detour(xml, fast));
