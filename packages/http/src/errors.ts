import {
  type AnyBackendError,
  BackendTimeout,
  BackendUnavailable,
  ContractBroken,
  isBackendError,
} from "@portico/core";

/**
 * The closed list's name for what went wrong between us and a system, or a `TypeError` when it was our request. Keeps
 * the library's error code, never its message: a parser's message quotes the bytes it choked on.
 */
export function toRejection(error: unknown): AnyBackendError | TypeError {
  if (isBackendError(error)) return error;
  const code = codeOf(error);
  switch (code) {
    case "UND_ERR_INVALID_ARG":
    case "UND_ERR_NOT_SUPPORTED":
      return new TypeError("The path or a header of this request cannot be written as HTTP.");
    case "UND_ERR_CONNECT_TIMEOUT":
      return new BackendUnavailable("The system did not accept a connection in time.");
    case "UND_ERR_HEADERS_TIMEOUT":
    case "UND_ERR_BODY_TIMEOUT":
      return new BackendTimeout("The system fell silent.");
    case "UND_ERR_HEADERS_OVERFLOW":
      return new ContractBroken("The headers of the answer are larger than their limit.");
    // What undici says of an announced length and any other end of the body: nearly always a system that died.
    case "UND_ERR_RES_CONTENT_LENGTH_MISMATCH":
      return brokenOff();
    case "HTTPParserError":
      return isCutOff(error) ? brokenOff() : new ContractBroken("The answer is not HTTP.");
    default:
      return new BackendUnavailable(`The connection failed (${code}).`);
  }
}

const brokenOff = () => new BackendUnavailable("The connection was closed in the middle of the answer.");

/** The parser's word for a connection that was closed too early; other than its quotations it is always the same. */
const isCutOff = (error: unknown): boolean =>
  error instanceof Error && error.message.includes("(Invalid EOF state)");

/** `code` where there is one; a parser's error of undici has none, whatever its documentation says. */
function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return "unknown";
  return "code" in error && typeof error.code === "string" ? error.code : error.name;
}
