import { plainText } from "./screen/plain-text.ts";

/** How a command ends: done; what was asked for cannot be done; there was nothing to do it with. */
export const EXIT = { done: 0, failed: 1, unusable: 2 } as const;

/** A failure with a stable code, as every package of ours throws them. */
export interface CodedError extends Error {
  readonly code: string;
  readonly path?: string | undefined;
  readonly place?: { readonly file: string; readonly line: number };
}

// Other things of Node have codes too; these are not for people, and not ours.
const OUR_CODE = /^[a-z][a-z_]+$/;

export const isCoded = (error: unknown): error is CodedError =>
  error instanceof Error && "code" in error && typeof error.code === "string" && OUR_CODE.test(error.code);

/** What the operating system refused, such as a port that is taken or a file that cannot be written, as one of ours. */
export function asCoded(error: unknown): CodedError | undefined {
  if (isCoded(error)) return error;
  if (!(error instanceof Error) || !("syscall" in error)) return undefined;
  return Object.assign(new Error(error.message), { code: "system_refused" });
}

/** For people: a code to search for, a sentence, and what was found instead. */
export function describeFailure({ code, message, cause }: CodedError): string {
  // Ours say in `cause` what was found; where they only pass an error on, it says the same again.
  const found = cause instanceof Error && !message.includes(cause.message) ? `\n  ${cause.message}` : "";
  return plainText(`[${code}] ${message}${found}`);
}

/** For machines. */
export const failureJson = ({ code, message, path, place }: CodedError): object => ({
  error: {
    code,
    message,
    ...(path === undefined ? {} : { path }),
    ...(place === undefined ? {} : { place }),
  },
});
