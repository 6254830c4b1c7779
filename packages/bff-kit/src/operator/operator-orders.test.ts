import { once } from "node:events";
import { connect } from "node:net";
import { observe } from "@portico/observability";
import { beforeEach, describe, expect, onTestFinished, test, vi } from "vitest";
import { CircuitReportSchema } from "./contract.ts";
import {
  OPEN,
  openOperated,
  type Operated,
  order,
  problemOf,
  PURGE,
  service,
  TOKEN,
} from "./testing/operated.ts";

let operated: Operated;
beforeEach(async () => {
  operated = await openOperated();
});

describe("an order", () => {
  test("changes the circuit, answers with it, and stays in its history", async () => {
    for (const [name, state] of [
      ["open", "open"],
      ["disable", "disabled"],
      ["close", "closed"],
    ] as const) {
      const response = await operated.post(`/operator/circuits/crm/findCustomer/${name}`, order);
      expect(response.status).toBe(200);
      const report = CircuitReportSchema.parse(await response.json());
      expect(report).toMatchObject({ system: "crm", operation: "findCustomer", state });
      expect(report.history.at(-1)).toMatchObject({ state, reason: "ordered", order });
      expect(operated.circuit.state).toBe(state);
    }
  });

  test("is in the log with who and why, and in the metrics; the token is nowhere", async () => {
    const lines: string[] = [];
    const telemetry = observe({ service, destination: { write: (line) => void lines.push(line) } });
    onTestFinished(() => telemetry.close());
    await operated.post(OPEN, order, { "x-request-id": "ticket-4711" });
    await operated.post(PURGE, { tags: ["all"], ...order }, { "x-request-id": "ticket-4712" });
    await operated.post(OPEN, order, { authorization: "Bearer nobody" });
    const { by: who, reason: why } = order;
    expect(lines.map((line) => JSON.parse(line) as object)).toMatchObject([
      {
        level: "warn",
        msg: "breaker changed",
        system: "crm",
        operation: "findCustomer",
        state: "open",
        who,
        why,
      },
      { msg: "request", route: "/operator/circuits/{system}/{operation}/{order}", requestId: "ticket-4711" },
      {
        level: "warn",
        msg: "cache purged",
        tags: ["all"],
        everywhere: true,
        who,
        why,
        requestId: "ticket-4712",
      },
      { msg: "request", route: "/operator/cache/purge", status: 200 },
      { msg: "request", status: 401, problem: "unauthenticated" },
    ]);
    const metrics = await telemetry.metrics();
    expect(metrics).toContain('portico_breaker_state{system="crm",operation="findCustomer"} 2');
    expect(metrics).toMatch(/portico_breaker_changes_total\{[^}]*state="open",reason="ordered"\} 1/);
    expect(metrics).toContain('portico_cache_purges_total{everywhere="yes"} 1');
    expect(lines.join("")).not.toContain(TOKEN);
  });

  test.each([
    ["/operator/circuits/crm/noSuchOperation/open"],
    ["/operator/circuits/noSuchSystem/findCustomer/open"],
    ["/operator/circuits/crm/findCustomer/toString"],
    ["/operator/circuits/crm/findCustomer/__proto__"],
    ["/operator/circuits/__proto__/constructor/close"],
  ])("to %s finds nothing", async (path) => {
    const response = await operated.post(path, order);
    expect(response.status).toBe(404);
    expect(operated.circuit.history).toEqual([]);
  });

  const { by, reason } = order;
  test.each([
    ["nothing", "", undefined],
    ["no JSON", "{by:", undefined],
    ["null", null, undefined],
    ["a list", [order], undefined],
    ["nobody", { reason }, ["body.by", "required"]],
    ["no reason", { by }, ["body.reason", "required"]],
    ["an empty reason", { by, reason: "   " }, ["body.reason", "out_of_range"]],
    ["a number", { by: 4711, reason }, ["body.by", "invalid"]],
    ["a line break", { by: "ops\nlevel=error", reason }, ["body.by", "invalid"]],
    ["an escape sequence", { by, reason: "\u001b[2Jgone" }, ["body.reason", "invalid"]],
    ["101 characters", { by: "x".repeat(101), reason }, ["body.by", "out_of_range"]],
    ["501 characters", { by, reason: "x".repeat(501) }, ["body.reason", "out_of_range"]],
    ["more than we know", { ...order, forMs: 1_000 }, ["body.forMs", "unknown"]],
    ["a prototype", '{"by":"a","reason":"b","__proto__":{}}', ["body.__proto__", "unknown"]],
  ])("that gives %s is refused with its fields", async (_, body, error) => {
    const response = await operated.post(OPEN, body);
    expect(response.status).toBe(400);
    const problem = await problemOf(response);
    expect(problem.code).toBe("invalid_request");
    expect(problem.errors?.map(({ field, code }) => [field, code])).toEqual(error && [error]);
    expect(operated.circuit.history).toEqual([]);
  });

  test("may be as long as it may be", async () => {
    const longest = { by: "x".repeat(100), reason: "y".repeat(500) };
    expect((await operated.post(OPEN, longest)).status).toBe(200);
  });

  test.each([
    ["no type", undefined],
    ["a form, which any web page may send", "application/x-www-form-urlencoded"],
    ["text, which any web page may send", "text/plain"],
    ["something like JSON", "application/jsonx"],
  ])("that comes as %s is refused", async (_, type) => {
    const headers: Record<string, string> = { authorization: `Bearer ${TOKEN}` };
    if (type !== undefined) headers["content-type"] = type;
    const body = Buffer.from(JSON.stringify(order));
    const response = await fetch(`${operated.url}${OPEN}`, { method: "POST", headers, body });
    expect(response.status).toBe(415);
    expect(operated.circuit.history).toEqual([]);
  });

  test("that is compressed, or in letters of another charset, is refused", async () => {
    const encoded = await operated.post(OPEN, order, { "content-encoding": "gzip" });
    expect(encoded.status).toBe(415);
    const headers = { authorization: `Bearer ${TOKEN}`, "content-type": "application/json" };
    const body = Buffer.from(JSON.stringify({ ...order, by: "Jörg" }), "latin1");
    const response = await fetch(`${operated.url}${OPEN}`, { method: "POST", headers, body });
    expect(response.status).toBe(400);
    expect(operated.circuit.history).toEqual([]);
  });

  test.each([
    [65_536, 400],
    [65_537, 413],
    [5_000_000, 413],
  ])("of %i bytes: %i", async (bytes, status) => {
    const body = JSON.stringify({ by, reason, more: "" });
    const response = await operated.post(OPEN, body.replace('""', `"${"x".repeat(bytes - body.length)}"`));
    expect(response.status).toBe(status);
  });

  test("that never says how long it is is cut off where it gets too long", async () => {
    let sent = 0;
    const endless = new ReadableStream<Uint8Array>({
      pull(controller) {
        sent += 1;
        controller.enqueue(Buffer.alloc(1_000, "x"));
        if (sent === 10_000) controller.close();
      },
    });
    const response = await operated.ask(OPEN, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: endless,
      duplex: "half",
    });
    expect(response.status).toBe(413);
    expect(sent).toBeLessThan(10_000);
  });

  test("that does not arrive is waited for no longer than five seconds", async () => {
    const { hostname, port } = new URL(operated.url);
    const socket = connect(Number(port), hostname);
    const head = [`POST ${OPEN} HTTP/1.1`, "host: a", `authorization: Bearer ${TOKEN}`, "connection: close"];
    const rest = ["content-type: application/json", "content-length: 100", "", '{"by":'];
    socket.write([...head, ...rest].join("\r\n"));
    let answer = "";
    socket.setEncoding("utf8").on("data", (text: string) => (answer += text));
    await vi.waitFor(() => expect(operated.clock.pending).toBe(1));
    await operated.clock.advance(5_000);
    await once(socket, "close");
    expect(answer).toMatch(/^HTTP\/1\.1 408 [^]*"code":"request_timeout"/);
    expect(operated.circuit.history).toEqual([]);
  });
});

describe("a purge", () => {
  test.each([true, false])("says whether all replicas know: %s", async (everywhere) => {
    operated.purge.mockResolvedValue({ everywhere });
    const tags = ["product:WIN-0001", "system:crm"];
    const response = await operated.post(PURGE, { tags, ...order });
    expect([response.status, await response.json()]).toEqual([200, { everywhere }]);
    expect(operated.purge).toHaveBeenCalledExactlyOnceWith(tags);
  });

  test.each([
    ["no tags", order, ["body.tags", "required"]],
    ["an empty list", { tags: [], ...order }, ["body.tags", "out_of_range"]],
    ["a text", { tags: "all", ...order }, ["body.tags", "invalid"]],
    ["an empty tag", { tags: ["all", ""], ...order }, ["body.tags.1", "out_of_range"]],
    ["a tag that is none", { tags: [null], ...order }, ["body.tags.0", "invalid"]],
    ["101 tags", { tags: Array.from({ length: 101 }, () => "all"), ...order }, ["body.tags", "out_of_range"]],
    ["nobody", { tags: ["all"], reason: "prices" }, ["body.by", "required"]],
  ])("with %s is refused, and nothing is forgotten", async (_, body, error) => {
    const response = await operated.post(PURGE, body);
    expect(response.status).toBe(400);
    const { errors } = await problemOf(response);
    expect(errors?.map(({ field, code }) => [field, code])).toEqual([error]);
    expect(operated.purge).not.toHaveBeenCalled();
  });
});
