/** How short names are completed. */
export interface SearchRules {
  readonly domains: readonly string[];
  /** A name with fewer dots is tried with the domains first. */
  readonly dotsMin: number;
}

// Limits of glibc since 2.26 are none and 15; a name is asked for once per domain, so ours are smaller.
const DOMAINS_MAX = 8;
const DOTS_MAX = 15;

/** From the text of a resolv.conf. The last `search` or `domain` counts, as with glibc. */
export function readSearchRules(resolvConf: string): SearchRules {
  let domains: readonly string[] = [];
  let dotsMin = 1;
  for (const line of resolvConf.split("\n")) {
    const [keyword, ...values] = (line.split(/[#;]/, 1)[0] ?? "").trim().split(/\s+/);
    if (keyword === "search" || keyword === "domain") domains = values.slice(0, DOMAINS_MAX);
    if (keyword === "options") {
      const dots = values.findLast((value) => /^ndots:\d+$/.test(value));
      if (dots !== undefined) dotsMin = Math.min(DOTS_MAX, Number(dots.slice("ndots:".length)));
    }
  }
  return { domains, dotsMin };
}

/** The whole names a name may mean, the likeliest first. One with a dot at its end is whole already. */
export function candidatesFor(name: string, { domains, dotsMin }: SearchRules): readonly string[] {
  if (name.endsWith(".")) return [name.slice(0, -1)];
  const completed = domains.map((domain) => `${name}.${domain.replace(/\.$/, "")}`);
  const dots = name.split(".").length - 1;
  return dots >= dotsMin ? [name, ...completed] : [...completed, name];
}
