import { once } from "node:events";
import { createServer } from "node:https";
import type { TLSSocket } from "node:tls";
import { listenOnFreePort } from "@portico/core/testing";
import { describe, expect, onTestFinished, test } from "vitest";
import { createHttpClient } from "./client.ts";
import { AUTHORITY, CLIENT_CERT, CLIENT_KEY, SERVER_CERT, SERVER_KEY } from "./testing/certificates.ts";
import { clientOf, expectFailure } from "./testing/client-of.ts";
import { plainAnswer, rawServer } from "./testing/raw-server.ts";

/** A system that answers with the name in the certificate of whoever asks. */
async function guarded({ insists }: { readonly insists: boolean }): Promise<{ readonly origin: string }> {
  const server = createServer(
    { cert: SERVER_CERT, key: SERVER_KEY, ca: AUTHORITY, requestCert: true, rejectUnauthorized: insists },
    ({ socket }, response) => {
      const { subject } = (socket as TLSSocket).getPeerCertificate();
      response.end(JSON.stringify({ asker: subject?.CN ?? null }));
    },
  );
  server.on("tlsClientError", () => {});
  onTestFinished(async () => {
    server.close();
    server.closeAllConnections();
    await once(server, "close");
  });
  return { origin: `https://127.0.0.1:${await listenOnFreePort(server)}` };
}

describe("headers of a client", () => {
  test("go with every request, which may say one otherwise", async () => {
    const server = await rawServer((socket) => socket.write(plainAnswer("")));
    const authorization = `Basic ${Buffer.from("portico:secret").toString("base64")}`;
    const ask = clientOf(server, { headers: { Authorization: authorization, "x-tenant": "100" } });
    await ask();
    await ask({ headers: { "X-Tenant": "200", accept: "text/xml" } });
    const said = server.heads.map((head) =>
      head.split("\r\n").filter((line) => /^(auth|x-ten|acc)/.test(line)),
    );
    expect(said).toEqual([
      [`authorization: ${authorization}`, "x-tenant: 100"],
      [`authorization: ${authorization}`, "x-tenant: 200", "accept: text/xml"],
    ]);
  });

  test.each([
    ["authorization", "Basic a\r\nx-admin: yes"],
    ["authorization", "Basic ✓"],
    ["x key", "a"],
    ["", "a"],
  ])("that cannot be written as HTTP are a bug of ours: %j: %j", (name, value) => {
    expect(() => createHttpClient({ url: "http://crm.internal", headers: { [name]: value } })).toThrow(
      new TypeError(`headers: ${JSON.stringify(name)} or its value cannot be written as HTTP.`),
    );
  });

  test.each(["Transfer-Encoding", "content-length", "Expect", "Keep-Alive", "Upgrade"])(
    "that no two requests share are a bug of ours, too: %s",
    (name) => {
      expect(() => createHttpClient({ url: "http://crm.internal", headers: { [name]: "5" } })).toThrow(
        new TypeError(`headers: "${name}" is none that every request can have.`),
      );
    },
  );
});

describe("TLS", () => {
  test("a system whose authority is ours is trusted, and no other", async () => {
    const server = await guarded({ insists: false });
    const answer = await clientOf(server, { tls: { ca: AUTHORITY } })();
    expect(Buffer.from(answer.body).toString()).toBe('{"asker":null}');
    const error = await expectFailure(clientOf(server)(), "backend_unavailable");
    expect(error.message).toBe("The connection failed (SELF_SIGNED_CERT_IN_CHAIN).");
    await expectFailure(clientOf(server, { tls: { ca: CLIENT_CERT } })(), "backend_unavailable");
  });

  test("a system that wants to know who asks is shown our certificate", async () => {
    const server = await guarded({ insists: true });
    const ask = clientOf(server, { tls: { ca: AUTHORITY, cert: CLIENT_CERT, key: CLIENT_KEY } });
    const answer = await ask();
    expect(Buffer.from(answer.body).toString()).toBe('{"asker":"Portico test client"}');
    await expectFailure(clientOf(server, { tls: { ca: AUTHORITY } })(), "backend_unavailable");
  });

  test.each([
    ["a certificate without its key", { cert: CLIENT_CERT }],
    ["a key without its certificate", { key: CLIENT_KEY }],
    ["a key of another certificate", { cert: CLIENT_CERT, key: SERVER_KEY }],
    ["a certificate that is none", { cert: "secret", key: CLIENT_KEY }],
    ["a key that is none", { cert: CLIENT_CERT, key: "secret" }],
    ["an authority that is none", { ca: "secret" }],
    ["an authority that is empty", { ca: "" }],
    ["the second authority, when it is cut off", { ca: AUTHORITY + SERVER_CERT.slice(0, 300) }],
    ["a certificate and a key that are empty", { cert: "", key: "" }],
    ["a key that is empty", { cert: CLIENT_CERT, key: "" }],
  ])("%s is said when the client is made, and nothing of it", (_, tls) => {
    const make = () => createHttpClient({ url: "https://crm.internal", tls });
    expect(make).toThrow(TypeError);
    expect(make).toThrow(
      /^tls: (a certificate and its key come together|an authority, certificate or key cannot be used \(ERR_\w+\))\.$/,
    );
  });

  test("settings for a system that is asked without it are refused: what they protect would go in the clear", () => {
    expect(() => createHttpClient({ url: "http://crm.internal", tls: { ca: AUTHORITY } })).toThrow(
      new TypeError("tls: the system's URL is not https."),
    );
  });
});
