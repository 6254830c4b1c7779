/** An address a service listens on. */
export interface Place {
  /** For sentences: `Web BFF`. */
  readonly label: string;
  readonly host: string;
  readonly port: number;
  /** The variable that moves it to another port: `WEB_PORT`. */
  readonly portVariable: string;
}

/** One program the supervisor starts: a Node script that serves HTTP and stops on SIGTERM. */
export interface Service extends Place {
  /** Short, for the start of a log line: `web`. */
  readonly name: string;
  /** The script, as an absolute path. */
  readonly script: string;
  /** Where operators are let in, if anywhere. */
  readonly operators?: Place | undefined;
  /** Added to the environment it inherits. */
  readonly env: Readonly<Record<string, string>>;
}

/** Where to reach a service from this machine. One that listens everywhere is reached on loopback. */
export function urlOf({ host, port }: Pick<Service, "host" | "port">): string {
  const reachable = host === "0.0.0.0" ? "127.0.0.1" : host === "::" ? "::1" : host;
  return `http://${reachable.includes(":") ? `[${reachable}]` : reachable}:${port}`;
}
