"""Reads answers with zeep. Stdin: a JSON list of {wsdl, operation, answer}; stdout: a JSON list of {value} or {error}.

The argument is the file that stands for the schema of SOAP 1.1 encoding: nothing is fetched.
"""

import base64
import datetime
import decimal
import json
import sys

import zeep
from lxml import etree
from zeep.helpers import serialize_object


class Offline(zeep.Transport):
    def load(self, url):
        if url.startswith("http"):
            with open(sys.argv[1], "rb") as file:
                return file.read()
        return super().load(url)


def tagged(value):
    """The value with what Python says it is; lists and objects keep their shape."""
    if value is None:
        return None
    if isinstance(value, dict):
        return {key: tagged(one) for key, one in value.items()}
    if isinstance(value, (list, tuple)):
        return [tagged(one) for one in value]
    if isinstance(value, bool):
        return {"$boolean": value}
    if isinstance(value, int):
        return {"$integer": str(value)}
    if isinstance(value, decimal.Decimal):
        return {"$decimal": format(value, "f")}
    if isinstance(value, float):
        return {"$float": repr(value)}
    if isinstance(value, (bytes, bytearray)):
        return {"$bytes": base64.b64encode(value).decode()}
    if isinstance(value, datetime.datetime):
        return {"$moment": value.isoformat()}
    if isinstance(value, etree._Element):
        return {"$text": etree.tostring(value).decode()}
    return {"$text": str(value)}


def decode(case):
    client = zeep.Client(case["wsdl"], transport=Offline())
    binding = client.service._binding
    operation = binding._operations[case["operation"]]
    with open(case["answer"], "rb") as file:
        envelope = etree.fromstring(file.read())
    return tagged(serialize_object(operation.process_reply(envelope), dict))


results = []
for case in json.load(sys.stdin):
    try:
        results.append({"value": decode(case)})
    except Exception as error:  # whatever it is, it is the answer
        results.append({"error": f"{type(error).__name__}: {error}"[:300]})
json.dump(results, sys.stdout)
