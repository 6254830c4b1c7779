/** Where Redis is, and how one gets in. */
export interface RedisTarget {
  readonly kind: "single" | "sentinel" | "cluster";
  readonly tls: boolean;
  readonly username: string | undefined;
  readonly password: string | undefined;
  readonly hosts: readonly { readonly host: string; readonly port: number }[];
  readonly database: number;
  /** The name Sentinel knows the primary by. */
  readonly primary: string;
}

// No URL parser takes several hosts. The form is that of Lettuce, which operators know from elsewhere.
const FORM =
  /^redis(?<tls>s?)(?:-(?<kind>sentinel|cluster))?:\/\/(?:(?<username>[^:@/]*)(?::(?<password>[^@/]*))?@)?(?<hosts>[^@/#?]+)(?:\/(?<database>\d{0,3}))?(?:#(?<primary>[\w.-]+))?$/;
const HOST = /^(?<host>[\w.-]+|\[[\da-f:.]+\])(?::(?<port>\d{1,5}))?$/i;
const PORTS = { single: 6_379, sentinel: 26_379, cluster: 6_379 };

/** `undefined`: the text is no such URL. User and password are percent-encoded, as in every URL. */
export function readRedisUrl(url: string): RedisTarget | undefined {
  const parts = FORM.exec(url)?.groups;
  if (parts === undefined) return undefined;
  const kind = (parts["kind"] ?? "single") as RedisTarget["kind"];
  const hosts = (parts["hosts"] ?? "").split(",").map((text) => {
    const { host = "", port } = HOST.exec(text)?.groups ?? {};
    return { host: host.replace(/^\[(.*)\]$/, "$1"), port: port === undefined ? PORTS[kind] : Number(port) };
  });
  if (hosts.some(({ host, port }) => host === "" || port < 1 || port > 65_535)) return undefined;
  if (kind === "single" && hosts.length > 1) return undefined;
  // A cluster has one database and no name: whoever asks for another would share the first without knowing.
  if (kind === "cluster" && Number(parts["database"] ?? 0) > 0) return undefined;
  if (kind !== "sentinel" && parts["primary"] !== undefined) return undefined;
  try {
    return {
      kind,
      hosts,
      tls: parts["tls"] === "s",
      username: decoded(parts["username"]),
      password: decoded(parts["password"]),
      database: Number(parts["database"] ?? 0),
      primary: parts["primary"] ?? "mymaster",
    };
  } catch {
    return undefined;
  }
}

/** @throws {URIError} when it is not percent-encoded */
const decoded = (text: string | undefined): string | undefined =>
  text === undefined || text === "" ? undefined : decodeURIComponent(text);
