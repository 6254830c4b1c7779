import { expect, test } from "vitest";
import { bothEngines } from "../../test/both-engines.ts";
import { ask, compile, wsdl } from "../../test/contract-files.ts";

test("an xs:all that may be absent is there as a whole, in any order, or not at all", async () => {
  const files = {
    "t.wsdl": wsdl(
      ask(
        '<xs:all minOccurs="0"><xs:element name="a" type="xs:int"/><xs:element name="b" type="xs:int"/><xs:element name="c" type="xs:int" minOccurs="0"/></xs:all><xs:attribute name="d"/>',
      ),
    ),
  };
  expect(compile(files)).toContain("$items?: AskAllWire;");
  for (const { send, receive } of await bothEngines(files)) {
    expect(receive('<t:Ask d="x"/>')).toEqual({ d: "x" });
    expect(receive("<t:Ask><b>2</b><a>1</a></t:Ask>")).toEqual({ $items: { a: 1, b: 2 } });
    expect(send({ d: "x" })).toBe('<t:Ask d="x"/>');
    expect(send({ $items: { c: 3, b: 2, a: 1 } })).toBe("<t:Ask><a>1</a><b>2</b><c>3</c></t:Ask>");
    expect(() => receive("<t:Ask><c>3</c></t:Ask>")).toThrow(
      "A required element is missing: /Envelope/Body/Ask",
    );
    expect(() => send({ $items: { a: 1 } })).toThrow("A required value is missing: /Ask/$items/b");
  }
});
