import { Ajv2020, type ValidateFunction } from "ajv/dist/2020.js";
import formats from "ajv-formats";
import { afterAll, beforeAll, beforeEach, describe, expect, test } from "vitest";
import type { AnyScreen } from "../screen/screen.ts";
import type { BadDaysOptions, SimulatedEstate } from "./bad-days.ts";
import { passPauses } from "./pass-pauses.ts";

interface Document {
  readonly paths: Record<
    string,
    { get: { responses: Record<string, { $ref: string } | DocumentedResponse> } }
  >;
  readonly components: { readonly responses: Record<string, DocumentedResponse> };
}

interface DocumentedResponse {
  readonly headers: Readonly<Record<string, unknown>>;
  readonly content?: Readonly<Record<string, { readonly schema: object }>>;
}

/** Requests that no screen answers with 200, by what is wrong with them. */
const WRONG: readonly { title: string; status: number; search?: string; headers?: Record<string, string> }[] =
  [
    { title: "an unknown parameter", status: 400, search: "?nobody-knows=1" },
    { title: "no user", status: 401, headers: { "x-portico-user": "" } },
    { title: "a customer nobody knows", status: 404, headers: { "x-portico-user": "999999" } },
    { title: "an answer that is not JSON", status: 406, headers: { accept: "text/html" } },
  ];

/**
 * What the BFF really answers, held against the OpenAPI document it serves by a validator that knows neither our
 * schemas nor our code: on a good day, on every bad day of one system, and to requests that are wrong.
 */
export function documentedAnswers({ screens, urlsOf, systemOf, open }: BadDaysOptions): void {
  describe.each(screens)("$name answers what its OpenAPI document says", (screen) => {
    let estate: SimulatedEstate;
    let url: string;
    let document: Awaited<ReturnType<typeof readDocument>>;
    beforeAll(async () => {
      estate = await open();
      url = (await urlsOf(estate.get))[screen.name] ?? "";
      document = await readDocument(estate, screen);
    });
    beforeEach(() => estate.restart());
    afterAll(() => estate.close());

    const expectDocumented = async (search = "", headers: Record<string, string> = {}) => {
      const response = await passPauses(estate, estate.get(url + search, headers));
      await document.check(response);
      return response;
    };

    test("when all is well, and when the client already has it", async () => {
      const response = await expectDocumented();
      expect(response.status).toBe(200);
      const again = await expectDocumented("", { "if-none-match": response.headers.get("etag") ?? "" });
      expect(again.status).toBe(304);
    });

    const days = [...new Set(Object.values(systemOf))].flatMap((system) =>
      ["refuses", "malformed", "fault"].map((scenario) => ({ system, scenario })),
    );
    test.each(days)(
      "when $system has the day $scenario, until its circuit opens",
      async ({ system, scenario }) => {
        estate.systems.find(({ name }) => name === system)?.switchTo({ name: scenario });
        // The breaker wants 20 calls before it judges.
        for (let i = 0; i < 21; i++) await expectDocumented();
      },
    );

    test.each(WRONG)("to $title", async ({ status, search, headers }) => {
      const response = await expectDocumented(
        url.includes("?") ? search?.replace("?", "&") : search,
        headers,
      );
      // Only some screens look the customer up.
      if (status !== 404) expect(response.status).toBe(status);
    });
  });
}

async function readDocument(estate: SimulatedEstate, screen: AnyScreen) {
  const document = closed(await (await estate.get("/openapi.json")).json()) as Document;
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  formats.default(ajv);
  ajv.addSchema(document, "document");
  const { responses } = document.paths[screen.url]?.get ?? { responses: {} };

  return {
    async check(response: Response): Promise<void> {
      const answered = responses[response.status];
      const shared =
        answered !== undefined && "$ref" in answered ? /[^/]+$/.exec(answered.$ref)?.[0] : undefined;
      const told = shared === undefined ? answered : document.components.responses[shared];
      if (told === undefined || "$ref" in told)
        throw new Error(`Status ${response.status} is not documented.`);
      expect(Object.keys(told.headers)).toEqual(
        expect.arrayContaining([...response.headers.keys()].filter((name) => !EVERYWHERE.has(name))),
      );
      if (told.content === undefined) {
        expect(await response.text()).toBe("");
        return;
      }
      const type = response.headers.get("content-type") ?? "";
      expect(Object.keys(told.content)).toEqual([type]);
      const place =
        shared === undefined
          ? ["paths", screen.url, "get", "responses", response.status]
          : ["components", "responses", shared];
      const pointer = [...place, "content", type, "schema"]
        .map((step) => `${step}`.replaceAll("~", "~0").replaceAll("/", "~1"))
        .join("/");
      const validate = ajv.getSchema(`document#/${pointer.replaceAll("{", "%7B").replaceAll("}", "%7D")}`);
      expect(errorsOf(validate, await response.json())).toEqual([]);
    },
  };
}

/** Of HTTP and its safety, not of this API. `cache-control: no-store` of a problem is one of them. */
const EVERYWHERE = new Set([
  "cache-control",
  "content-length",
  "content-security-policy",
  "content-type",
  "referrer-policy",
  "x-content-type-options",
]);

function errorsOf(validate: ValidateFunction | undefined, body: unknown) {
  if (validate === undefined) return ["there is no schema"];
  return validate(body) ? [] : validate.errors;
}

/** The same document, in which an object has no member but those it lists: else what we forgot to tell would pass. */
function closed(schema: unknown): unknown {
  if (Array.isArray(schema)) return schema.map(closed);
  if (typeof schema !== "object" || schema === null) return schema;
  const members = Object.fromEntries(Object.entries(schema).map(([name, value]) => [name, closed(value)]));
  return members["type"] === "object" && "properties" in members
    ? { ...members, additionalProperties: false }
    : members;
}
