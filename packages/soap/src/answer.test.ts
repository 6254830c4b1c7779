import type { RequestListener } from "node:http";
import {
  type BackendError,
  BackendOverloaded,
  BackendRejected,
  BackendUnavailable,
  ContractBroken,
} from "@portico/core";
import { describe, expect, test } from "vitest";
import {
  answering,
  ask,
  emptyAnswer,
  envelope11,
  envelope12,
  fault11,
  refused,
} from "../test/legacy-server.ts";
import { SoapFault } from "./fault.ts";

describe("answers that are no answers", () => {
  const html = "<html><body>It works!</body></html>";
  test.each<[string, RequestListener, new (...parts: never[]) => BackendError, string]>([
    ["HTML with 200", answering(200, "text/html", html), ContractBroken, "An answer that is not XML."],
    [
      "SOAP called text",
      answering(200, "text/plain", envelope11(emptyAnswer)),
      ContractBroken,
      "An answer that is not XML.",
    ],
    [
      "SOAP called nothing",
      (_, response) => void response.writeHead(200).end(envelope11(emptyAnswer)),
      ContractBroken,
      "An answer that is not XML.",
    ],
    [
      "an attachment",
      answering(200, 'multipart/related; type="text/xml"', "--x"),
      ContractBroken,
      "An answer with attachments that are not MTOM, which we do not read.",
    ],
    ["nothing with 200", answering(200, "text/xml", ""), ContractBroken, "An empty answer."],
    [
      "nothing with 202",
      (_, response) => void response.writeHead(202).end(),
      ContractBroken,
      "An empty answer.",
    ],
    [
      "HTML called XML",
      answering(200, "text/xml", html),
      ContractBroken,
      "A required element is missing: /Envelope",
    ],
    [
      "another operation's answer",
      answering(200, "text/xml", envelope11('<word xmlns="urn:oddities">w</word>')),
      ContractBroken,
      "A required element is missing: /Envelope/Body/EchoResponse",
    ],
    [
      "an answer of another namespace",
      answering(200, "text/xml", envelope11("<EchoResponse/>")),
      ContractBroken,
      "A required element is missing: /Envelope/Body/EchoResponse",
    ],
    [
      "an empty body",
      answering(200, "text/xml", envelope11("")),
      ContractBroken,
      "A required element is missing: /Envelope/Body/EchoResponse",
    ],
    [
      "two answers",
      answering(200, "text/xml", envelope11(emptyAnswer + emptyAnswer)),
      ContractBroken,
      "An element the contract does not know here: /Envelope/Body",
    ],
    [
      "the other SOAP version",
      answering(200, "text/xml", envelope12(emptyAnswer)),
      ContractBroken,
      "An answer in another version of SOAP: /Envelope/Body",
    ],
    [
      "a header that must be understood",
      answering(
        200,
        "text/xml",
        envelope11(emptyAnswer).replace("<e:Body>", '<e:Header><x e:mustUnderstand="1"/></e:Header><e:Body>'),
      ),
      ContractBroken,
      "A header we do not know and must understand: /Envelope/Header",
    ],
    [
      "half an answer",
      answering(200, "text/xml", envelope11(emptyAnswer).slice(0, -20)),
      ContractBroken,
      "Not XML we accept: An end tag that does not match its start: /Envelope/Body/EchoResponse",
    ],
    [
      "something after the answer",
      answering(200, "text/xml", `${envelope11(emptyAnswer)}<!-- --><x/>`),
      ContractBroken,
      "Not XML we accept: Something after the root element: /Envelope",
    ],
    [
      "a DTD",
      answering(200, "text/xml", `<!DOCTYPE x>${envelope11(emptyAnswer).slice(21)}`),
      ContractBroken,
      "Not XML we accept: A document type declaration: /",
    ],
    [
      "a charset that is not the bytes'",
      answering(200, "text/xml; charset=utf-8", Buffer.from(envelope11("ü"), "latin1")),
      ContractBroken,
      "Not XML we accept: Bytes that are not UTF-8.",
    ],
    [
      "a redirect",
      answering(302, "text/html", html, { location: "/login" }),
      ContractBroken,
      "An answer that is not XML.",
    ],
    [
      "an answer with status 500",
      answering(500, "text/xml", envelope11(emptyAnswer)),
      BackendUnavailable,
      "The system failed (HTTP 500).",
    ],
    ["HTML with 500", answering(500, "text/html", html), BackendUnavailable, "The system failed (HTTP 500)."],
    [
      "half a fault with 500",
      answering(500, "text/xml", fault11("e:Server", "").slice(0, -40)),
      BackendUnavailable,
      "The system failed (HTTP 500).",
    ],
    ["HTML with 502", answering(502, "text/html", html), BackendUnavailable, "The system failed (HTTP 502)."],
    [
      "a fault of nobody with 504",
      answering(504, "text/xml", fault11("e:Server", "")),
      BackendUnavailable,
      "The system failed (HTTP 504).",
    ],
    [
      "HTML with 503",
      answering(503, "text/html", html),
      BackendOverloaded,
      "The system takes no more calls now (HTTP 503).",
    ],
    [
      "nothing with 429",
      answering(429, "text/plain", ""),
      BackendOverloaded,
      "The system takes no more calls now (HTTP 429).",
    ],
    [
      "HTML with 404",
      answering(404, "text/html", html),
      BackendRejected,
      "The system refused the request (HTTP 404).",
    ],
    [
      "nothing with 401",
      answering(401, "text/plain", ""),
      BackendRejected,
      "The system refused the request (HTTP 401).",
    ],
  ])("%s", async (_what, answer, errorClass, message) => {
    const error = await ask(answer);
    expect(error).toBeInstanceOf(errorClass);
    expect((error as Error).message).toBe(message);
    expect((error as Error).message).not.toContain("It works");
  });

  test("a declared fault counts even with a gateway's status", async () => {
    const fault = await ask(answering(503, "text/xml", fault11("e:Client", `<detail>${refused}</detail>`)));
    expect(fault).toBeInstanceOf(SoapFault);
  });

  test("Retry-After in seconds is honoured up to an hour, a date is not", async () => {
    const overloaded = async (retryAfter: string) =>
      (await ask(answering(503, "text/html", html, { "retry-after": retryAfter }))) as BackendOverloaded;
    expect((await overloaded("7")).retryAfterMs).toBe(7_000);
    expect((await overloaded("999999")).retryAfterMs).toBe(3_600_000);
    expect((await overloaded("Sun, 22 Nov 2026 10:00:00 GMT")).retryAfterMs).toBeUndefined();
  });

  test("the cause tells the operator what came, at most a few hundred bytes of it", async () => {
    const error = (await ask(answering(200, "text/html", html + "x".repeat(9_000)))) as Error;
    expect(String(error.cause)).toMatch(/^Error: HTTP 200, text\/html: <html><body>It works!/);
    expect(String(error.cause).length).toBeLessThan(400);
  });
});
