// A contract as large as the largest that ERP vendors hand out: everything they have in one file. It is made of counters
// alone, so it is the same in every run.

const SOAP = "http://schemas.xmlsoap.org/wsdl/soap/";
const BYTES_PER_AREA = 176_000;
const OPERATIONS_PER_AREA = 12;
const TYPES_PER_OPERATION = 12;
const uriOf = (area: number) => `http://erp.example.com/services/area${area}/v1`;

/** A WSDL of about this size: areas, each with a schema of its own, and a service that offers all their operations. */
export function largeWsdl(bytes: number): string {
  const areas = areasOf(bytes);
  const operations = operationsOf(areas);
  const prefixes = areas.map((area) => `xmlns:a${area}="${uriOf(area)}"`).join("\n    ");
  return `<?xml version="1.0" encoding="UTF-8"?>
<wsdl:definitions name="Everything" targetNamespace="urn:erp:everything"
    xmlns:wsdl="http://schemas.xmlsoap.org/wsdl/" xmlns:soap="${SOAP}" xmlns:xs="http://www.w3.org/2001/XMLSchema"
    xmlns:tns="urn:erp:everything"
    ${prefixes}>
  <wsdl:types>
${areas.map(schemaOf).join("\n")}
  </wsdl:types>
${operations.map(messagesOf).join("\n")}
  <wsdl:portType name="EverythingPort">
${operations.map(portOperation).join("\n")}
  </wsdl:portType>
  <wsdl:binding name="EverythingBinding" type="tns:EverythingPort">
    <soap:binding style="document" transport="http://schemas.xmlsoap.org/soap/http"/>
${operations.map(bindingOperation).join("\n")}
  </wsdl:binding>
  <wsdl:service name="EverythingService">
    <wsdl:port name="EverythingPort" binding="tns:EverythingBinding">
      <soap:address location="http://erp.example.com/services/everything"/>
    </wsdl:port>
  </wsdl:service>
</wsdl:definitions>
`;
}

/** The operations that a WSDL of this size offers, in its order. */
export const operationNames = (bytes: number): readonly string[] =>
  operationsOf(areasOf(bytes)).map(({ name }) => name);

interface Operation {
  readonly area: number;
  readonly name: string;
}

const areasOf = (bytes: number): readonly number[] =>
  Array.from({ length: Math.max(1, Math.round(bytes / BYTES_PER_AREA)) }, (_, area) => area);

const operationsOf = (areas: readonly number[]): readonly Operation[] =>
  areas.flatMap((area) =>
    Array.from({ length: OPERATIONS_PER_AREA }, (_, i) => ({ area, name: `Process${area}Case${i}` })),
  );

const messagesOf = ({ area, name }: Operation): string =>
  ["Request", "Response", "Fault"]
    .map(
      (kind) =>
        `  <wsdl:message name="${name}${kind}"><wsdl:part name="parameters" element="a${area}:${name}${kind}"/></wsdl:message>`,
    )
    .join("\n");

const portOperation = ({ name }: Operation): string => `    <wsdl:operation name="${name}">
      <wsdl:documentation>Takes one case of its kind through all its steps.</wsdl:documentation>
      <wsdl:input message="tns:${name}Request"/>
      <wsdl:output message="tns:${name}Response"/>
      <wsdl:fault name="${name}Fault" message="tns:${name}Fault"/>
    </wsdl:operation>`;

const bindingOperation = ({ area, name }: Operation): string => `    <wsdl:operation name="${name}">
      <soap:operation soapAction="${uriOf(area)}/${name}" style="document"/>
      <wsdl:input><soap:body use="literal"/></wsdl:input>
      <wsdl:output><soap:body use="literal"/></wsdl:output>
      <wsdl:fault name="${name}Fault"><soap:fault name="${name}Fault" use="literal"/></wsdl:fault>
    </wsdl:operation>`;

function schemaOf(area: number): string {
  const elsewhere = area > 0 ? `      <xs:import namespace="${uriOf(area - 1)}"/>\n` : "";
  const operations = Array.from({ length: OPERATIONS_PER_AREA }, (_, i) => operationTypes(area, i));
  return `    <xs:schema targetNamespace="${uriOf(area)}" elementFormDefault="qualified">
${elsewhere}${sharedTypes(area)}
${operations.join("\n")}
    </xs:schema>`;
}

const sharedTypes = (
  area: number,
): string => `      <xs:simpleType name="Key"><xs:restriction base="xs:string"><xs:maxLength value="35"/></xs:restriction></xs:simpleType>
      <xs:simpleType name="Amount"><xs:restriction base="xs:decimal"><xs:totalDigits value="17"/><xs:fractionDigits value="2"/></xs:restriction></xs:simpleType>
      <xs:simpleType name="State"><xs:restriction base="xs:string">${["NEW", "OPEN", "HELD", "DONE", "VOID"]
        .map((value) => `<xs:enumeration value="${value}"/>`)
        .join("")}</xs:restriction></xs:simpleType>
      <xs:complexType name="Record" abstract="true">
        <xs:sequence><xs:element name="id" type="a${area}:Key"/><xs:element name="changedAt" type="xs:dateTime" minOccurs="0"/></xs:sequence>
        <xs:attribute name="revision" type="xs:int" use="required"/>
      </xs:complexType>`;

/** An operation's elements and a tree of types below them. */
function operationTypes(area: number, operation: number): string {
  const name = `Process${area}Case${operation}`;
  const types = Array.from({ length: TYPES_PER_OPERATION }, (_, i) => recordType(area, `${name}Part`, i));
  return `      <xs:element name="${name}Request"><xs:complexType><xs:sequence>
        <xs:element name="part" type="a${area}:${name}Part0" maxOccurs="unbounded"/>
      </xs:sequence></xs:complexType></xs:element>
      <xs:element name="${name}Response"><xs:complexType><xs:sequence>
        <xs:element name="state" type="a${area}:State"/>
        <xs:element name="part" type="a${area}:${name}Part0" minOccurs="0" maxOccurs="unbounded"/>
      </xs:sequence></xs:complexType></xs:element>
      <xs:element name="${name}Fault"><xs:complexType><xs:sequence>
        <xs:element name="code" type="xs:int"/><xs:element name="message" type="xs:string" minOccurs="0"/>
      </xs:sequence></xs:complexType></xs:element>
${types.join("\n")}`;
}

/** A record with a dozen fields, a choice, and two lists of the records below it. */
function recordType(area: number, name: string, i: number): string {
  const below = [2 * i + 1, 2 * i + 2].filter((child) => child < TYPES_PER_OPERATION);
  const shared = area > 0 ? area - 1 : area;
  return `      <xs:complexType name="${name}${i}">
        <xs:annotation><xs:documentation>Part ${i} of the case, as the clerk sees it on the screen.</xs:documentation></xs:annotation>
        <xs:complexContent><xs:extension base="a${area}:Record"><xs:sequence>
          <xs:element name="shortText" type="xs:string" minOccurs="0"/>
          <xs:element name="quantity" type="xs:decimal"/>
          <xs:element name="amount" type="a${area}:Amount" nillable="true"/>
          <xs:element name="state" type="a${shared}:State"/>
          <xs:element name="dueOn" type="xs:date" minOccurs="0"/>
          <xs:element name="position" type="xs:int"/>
          <xs:choice><xs:element name="plant" type="a${area}:Key"/><xs:element name="vendor" type="a${area}:Key"/></xs:choice>
          <xs:element name="note" type="xs:string" minOccurs="0" maxOccurs="unbounded"/>
${below.map((child) => `          <xs:element name="below${child}" type="a${area}:${name}${child}" minOccurs="0" maxOccurs="unbounded"/>\n`).join("")}        </xs:sequence><xs:attribute name="source" type="xs:NMTOKEN"/></xs:extension></xs:complexContent>
      </xs:complexType>`;
}
