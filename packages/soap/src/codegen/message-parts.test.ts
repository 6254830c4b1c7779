import { expect, test } from "vitest";
import { bothEngines } from "../../test/both-engines.ts";
import { ask, wsdl } from "../../test/contract-files.ts";

test("a part that a header takes is not in the body, where the binding does not say what is", async () => {
  const files = {
    "t.wsdl": wsdl(`${ask('<xs:attribute name="a"/>')}<xs:element name="Who" type="xs:string"/>`)
      .replace(
        '<part name="p" element="t:Ask"/>',
        '<part name="p" element="t:Ask"/><part name="h" element="t:Who"/>',
      )
      .replaceAll(
        '<soap:body use="literal"/>',
        '<soap:header message="t:m" part="h" use="literal"/><soap:body use="literal"/>',
      ),
  };
  for (const { send, receive } of await bothEngines(files)) {
    expect(send({ headers: { Who: "me" }, body: { a: "1" } })).toBe('<t:Ask a="1"/>');
    expect(receive('<t:Ask a="1"/>')).toEqual({ headers: {}, body: { a: "1" } });
  }
});

test.each(["literal", "encoded"])("an rpc part of any type is kept as text, %s", async (use) => {
  const files = {
    "t.wsdl": wsdl("")
      .replace('element="t:Ask"', 'type="xs:anyType" xmlns:xs="http://www.w3.org/2001/XMLSchema"')
      .replace("<soap:binding ", '<soap:binding style="rpc" ')
      .replaceAll('<soap:body use="literal"/>', `<soap:body use="${use}" namespace="urn:t"/>`),
  };
  const text = '<p><x xmlns="urn:x">1</x></p>';
  for (const { send, receive } of await bothEngines(files)) {
    expect(send({ p: text })).toContain(`>${text}</`);
    expect(receive(`<t:AskResponse>${text}</t:AskResponse>`)).toMatchObject({
      p: expect.stringMatching(/^<p\b.*>1<\/.*<\/p>$/),
    });
    expect(() => send({ p: "<q/>" })).toThrow("/Ask/p");
  }
});
