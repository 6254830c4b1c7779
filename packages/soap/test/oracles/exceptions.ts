/** Answers an oracle reads otherwise than we do, and why we stay with ours; by oracle and by answer. */
export const exceptions: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  zeep: {
    "asmx-customers/FindCustomers.answer":
      "seven digits of a second, as .NET writes them, are rounded up to a second that does not exist, and the value is dropped",
    "asmx-dataset/GetReport.answer": "a wildcard is an element with other declarations, not the text of it",
    "cxf-defaults/set.answer": "the default of an empty element is not filled in",
    "cxf-shapes/area.answer": "substitution groups are not supported",
    "cxf-unions/ask.answer": "a union is its first member, NMTOKENS are one text",
    "gsoap-sensors/poll.answer-two": "hexBinary stays text, a duration loses its lexical form",
    "ogc-features/GetFeatures.answer": "substitution groups are not supported",
    "oracle-ebs-invoice/GET_LINES.answer": "a comment between elements is taken for an element",
    "websphere-overloads/findById.answer": "overloaded operations are not supported",
  },
  "PHP ext-soap": {
    "asmx-dataset/GetReport.answer": "a wildcard is put under `any`, as one text",
    "axis2-payments/pay.answer": "an array of one nil is nil",
    "cxf-chameleon/file.answer": "the type of a chameleon include is not found, and its content is dropped",
    "cxf-shapes/area.answer": "an element that stands for another goes by its own name",
    "cxf-unions/ask.answer": "a list is one text",
    "ogc-features/GetFeatures.answer": "an element that stands for another goes by its own name",
    "oracle-pairs/store.answer": "repeated groups cannot be sent, so nothing is read",
    "sap-sales-order/SalesOrderERPByIDQueryResponse_In.answer":
      "a WSDL with a required extension, here WS-Policy, is refused",
    "wcf-flags/Open.answer": "a list is one text",
    "wcf-vehicles/Park.answer": "an xsi:type with white space around it is not recognized",
    "websphere-overloads/findById.answer": "overloaded operations go by one name",
  },
};
