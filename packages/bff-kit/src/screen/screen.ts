import { z } from "zod";
import type { CallContext, Identity } from "@portico/core";

/** How much a page needs a section: not at all without it, better old than not, or gladly. */
export type Need = "required" | "staleOk" | "optional";

type Shape = z.ZodObject;
type Views = Record<string, unknown>;

/** What a section is asked with. */
export interface SectionRequest<Path extends Shape, Query extends Shape, Before extends Views> {
  readonly user: Identity;
  readonly path: z.output<Path>;
  readonly query: z.output<Query>;
  /** Handed on to every port: carries the deadline, the identity and the trace. */
  readonly call: CallContext;
  /** Another section's data, once it is there. Rejects when that section failed. */
  readonly section: <Name extends keyof Before>(name: Name) => Promise<Before[Name]>;
}

interface SectionSource<Ports, From extends keyof Ports, Request, View> {
  readonly schema: z.ZodType<View>;
  /** Shown in the OpenAPI document. */
  readonly example: NoInfer<View>;
  /** The ports it reads: all it gets, and what the dependency map shows. */
  readonly from: readonly From[];
  readonly load: (ports: Pick<Ports, From>, request: Request) => Promise<NoInfer<View>>;
}

/** What is left of a section when its data cannot be had. It is served, and marked `partial`. */
interface Fallback<Ports, From extends keyof Ports, Request, View> {
  readonly otherwise?: {
    readonly example: NoInfer<View>;
    readonly load: (ports: Pick<Ports, From>, request: Request) => Promise<NoInfer<View>>;
  };
}

type Load = (ports: object, request: SectionRequest<Shape, Shape, Views>) => Promise<unknown>;

/** A section as the kit runs and documents it. */
export interface Section {
  readonly name: string;
  readonly need: Need;
  readonly schema: z.ZodType;
  readonly example: unknown;
  readonly from: readonly string[];
  readonly after: readonly string[];
  /** The oldest remembered answer it takes over a failure; 0 unless `staleOk`. */
  readonly ageMsMax: number;
  readonly load: Load;
  readonly otherwise: { readonly example: unknown; readonly load: Load } | undefined;
}

export interface ScreenOptions<Path extends Shape, Query extends Shape> {
  /** Names the OpenAPI operation, the metric and the log field, e.g. `orderDetail`. */
  readonly name: string;
  readonly summary: string;
  /** From the request's arrival to its answer, all backends included. */
  readonly budgetMs: number;
  /**
   * `public`: the same for everybody, and nobody has to sign in. It never learns who asks, and a user's operation
   * refuses it. Default `user`.
   */
  readonly audience?: "user" | "public";
  /** Path parameters; each stands in the path as `{name}`. */
  readonly path?: Path;
  readonly query?: Query;
}

/**
 * One endpoint as a value: what goes in, how long it may take, and the sections that make its answer. The route, the
 * OpenAPI operation, the dependency map and the failure matrix all come from it.
 */
export class Screen<Ports, Path extends Shape, Query extends Shape, Named extends Views> {
  readonly url: string;
  readonly name: string;
  readonly summary: string;
  readonly budgetMs: number;
  readonly audience: "user" | "public";
  readonly path: Path;
  readonly query: Query;
  readonly sections: readonly Section[];

  constructor(url: string, options: ScreenOptions<Path, Query>, sections: readonly Section[]) {
    this.url = url;
    this.name = options.name;
    this.summary = options.summary;
    this.budgetMs = options.budgetMs;
    this.audience = options.audience ?? "user";
    this.path = options.path ?? (z.object({}) as unknown as Path);
    this.query = options.query ?? (z.object({}) as unknown as Query);
    this.sections = sections;
  }

  /** Without it there is no page: the answer is a problem. */
  required<
    Name extends string,
    View,
    const From extends keyof Ports,
    const After extends keyof Named = never,
  >(
    name: Name,
    source: SectionSource<Ports, From, SectionRequest<Path, Query, Pick<Named, After>>, View> & {
      readonly after?: readonly After[];
    },
  ) {
    return this.#with<Name, View>(name, "required", source, 0);
  }

  /** A remembered answer, marked with its age, is better than none; with neither, `null` and marked. */
  staleOk<Name extends string, View, const From extends keyof Ports, const After extends keyof Named = never>(
    name: Name,
    source: SectionSource<Ports, From, SectionRequest<Path, Query, Pick<Named, After>>, View> & {
      readonly after?: readonly After[];
      readonly ageMsMax: number;
    },
  ) {
    return this.#with<Name, View>(name, "staleOk", source, source.ageMsMax);
  }

  /** May be missing: `null`, or what `otherwise` gives, and marked with the reason. */
  optional<
    Name extends string,
    View,
    const From extends keyof Ports,
    const After extends keyof Named = never,
  >(
    name: Name,
    source: SectionSource<Ports, From, SectionRequest<Path, Query, Pick<Named, After>>, View> &
      Fallback<Ports, From, SectionRequest<Path, Query, Pick<Named, After>>, View> & {
        readonly after?: readonly After[];
      },
  ) {
    return this.#with<Name, View>(name, "optional", source, 0);
  }

  #with<Name extends string, View>(name: Name, need: Need, source: object, ageMsMax: number) {
    // Every client names it with a dot, and an object takes it as a member of its own, unlike `__proto__`.
    if (!/^[a-z][A-Za-z0-9]*$/.test(name)) {
      throw new TypeError(
        `${this.name} cannot have a section named "${name}": it must be a word in camelCase.`,
      );
    }
    if (name === STATES || this.sections.some((section) => section.name === name)) {
      throw new TypeError(`${this.name} cannot have two members named "${name}".`);
    }
    const section = {
      after: [],
      otherwise: undefined,
      ...source,
      name,
      need,
      ageMsMax,
    } as unknown as Section;
    return new Screen<Ports, Path, Query, Named & Record<Name, View>>(this.url, this, [
      ...this.sections,
      section,
    ]);
  }
}

/** The answer's member that names every section that is not fresh. */
export const STATES = "sectionStates";

// oxlint-disable-next-line typescript/no-explicit-any -- any screen over these ports; its input types only meet inside it
export type AnyScreen<Ports = any> = Screen<Ports, any, any, any>;

/** `screensOver<Backends>()` gives a BFF its own way to begin a screen: `screen("/v1/home", { … })`. */
export const screensOver =
  <Ports>() =>
  <
    Path extends Shape = z.ZodObject<Record<never, never>>,
    Query extends Shape = z.ZodObject<Record<never, never>>,
  >(
    url: string,
    options: ScreenOptions<Path, Query>,
  ) =>
    new Screen<Ports, Path, Query, Record<never, never>>(url, options, []);

/** Why a section is not what the backends would say now. */
export const SectionStateSchema = z
  .object({
    state: z.enum(["stale", "partial", "unavailable"]),
    /** A code of the closed error list. */
    reason: z.string(),
    /** When the remembered data was true. */
    asOf: z.iso.datetime().optional(),
    /** When asking again may help. */
    retryAfterMs: z.number().int().optional(),
  })
  .meta({ id: "SectionState" });
export type SectionState = z.infer<typeof SectionStateSchema>;
