/** One case where data is easily lost. */
export interface Row {
  readonly title: string;
  /** Content of the type of the request's element `Ask`; default: nothing. */
  readonly asks?: string;
  /** Content of the type of the answer's element `AskResponse`; default: nothing. */
  readonly answers?: string;
  /** Further types. */
  readonly types?: string;
  readonly input?: object;
  /** What is inside the answer's element; ignored when `body` is given. */
  readonly wire?: string;
  /** The whole inside of the answer's body. */
  readonly body?: string;
  /** How the answer is written down. */
  readonly encoding?: "utf-8" | "iso-8859-1" | "utf-16";
  /** The answer stops behind this. */
  readonly cutBehind?: string;
}

const one = (type: string, attributes = "") =>
  `<xs:sequence><xs:element name="x" type="${type}"${attributes}/></xs:sequence>`;
const optional = one("xs:string", ' minOccurs="0" nillable="true"');
const answer = (title: string, answers: string, wire: string, more: Partial<Row> = {}): Row => ({
  title,
  answers,
  wire,
  ...more,
});

const levels = `
<xs:complexType name="Base"><xs:sequence><xs:element name="b1" type="xs:int"/><xs:element name="b2" type="xs:int"/></xs:sequence></xs:complexType>
<xs:complexType name="Middle"><xs:complexContent><xs:extension base="t:Base"><xs:sequence><xs:element name="m" type="xs:int"/></xs:sequence></xs:extension></xs:complexContent></xs:complexType>
<xs:complexType name="Top"><xs:complexContent><xs:extension base="t:Middle"><xs:sequence><xs:element name="t1" type="xs:int"/></xs:sequence></xs:extension></xs:complexContent></xs:complexType>
<xs:simpleType name="Ints"><xs:list itemType="xs:int"/></xs:simpleType>`;

export const rows: readonly Row[] = [
  answer("digits of a long", one("xs:long"), "<x>9007199254740993</x>"),
  answer("digits of an integer", one("xs:integer"), "<x>123456789012345678901234567890</x>"),
  answer("digits of a decimal", one("xs:decimal"), "<x>1234567890123456.10</x>"),
  answer("a dateTime with a zone", one("xs:dateTime"), "<x>2024-03-31T02:30:00+02:00</x>"),
  answer("a dateTime without zone", one("xs:dateTime"), "<x>2024-03-31T02:30:00</x>"),
  answer("a date with a zone", one("xs:date"), "<x>2024-03-31+13:00</x>"),
  answer("nil", optional, '<x xsi:nil="true"/>'),
  answer("absent", optional, ""),
  answer("empty", optional, "<x/>"),
  answer("white space in a string", one("xs:string"), "<x>  a </x>"),
  answer("an array of one", one("xs:int", ' maxOccurs="unbounded"'), "<x>1</x>"),
  answer("an array of none", one("xs:int", ' minOccurs="0" maxOccurs="unbounded"'), ""),
  answer(
    "repeated groups keep their pairs",
    '<xs:sequence maxOccurs="unbounded"><xs:element name="k" type="xs:string"/><xs:element name="v" type="xs:string" minOccurs="0"/></xs:sequence>',
    "<k>a</k><k>b</k><v>2</v>",
  ),
  answer("a list", one("t:Ints"), "<x> 1 2  3 </x>", { types: levels }),
  answer("CDATA that holds XML", one("xs:string"), "<x><![CDATA[<a>&amp;</a>]]></x>"),
  answer(
    "an element called `__proto__`",
    '<xs:sequence><xs:element name="__proto__" type="xs:string"/></xs:sequence>',
    "<__proto__>a</__proto__>",
  ),
  answer("a root from another namespace", one("xs:int"), "", {
    body: '<AskResponse xmlns="urn:other"><x>1</x></AskResponse>',
  }),
  answer("a required element is missing", one("xs:int"), ""),
  answer("an unknown element", one("xs:int"), "<x>1</x><y>2</y>"),
  answer("`maybe` as boolean", one("xs:boolean"), "<x>maybe</x>"),
  answer("`1` as boolean", one("xs:boolean"), "<x>1</x>"),
  answer("`12abc` as int", one("xs:int"), "<x>12abc</x>"),
  answer("latin-1", one("xs:string"), "<x>Käse</x>", { encoding: "iso-8859-1" }),
  answer("UTF-16", one("xs:string"), "<x>Käse 🍷</x>", { encoding: "utf-16" }),
  answer("an answer cut off", one("xs:int", ' maxOccurs="unbounded"'), "<x>1</x><x>2</x>", {
    cutBehind: "</x>",
  }),
  {
    title: "order in an extension of three levels",
    types: levels,
    asks: one("t:Top"),
    input: { x: { t1: 4, m: 3, b2: 2, b1: 1 } },
  },
  { title: "an unknown argument", asks: one("xs:int"), input: { x: 1, y: 2 } },
  { title: "a required argument is missing", asks: one("xs:int"), input: {} },
  { title: "an argument of the wrong type", asks: one("xs:int"), input: { x: "many" } },
];
