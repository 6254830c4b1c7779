import type { Namespace } from "./namespace.ts";

/** Which elements or attributes may stand somewhere. */
export type NameTest = (uri: string, local: string) => boolean;

export const anyName: NameTest = () => true;

export const named =
  (namespace: Namespace, wanted: string): NameTest =>
  (uri, local) =>
    local === wanted && uri === namespace.uri;

/** In a namespace, and not in this one. */
export const inOtherThan =
  (excluded: Namespace): NameTest =>
  (uri) =>
    uri !== "" && uri !== excluded.uri;

export const inNamespaces =
  (...uris: readonly string[]): NameTest =>
  (uri) =>
    uris.includes(uri);

export const eitherOf =
  (...tests: readonly NameTest[]): NameTest =>
  (uri, local) =>
    tests.some((test) => test(uri, local));
