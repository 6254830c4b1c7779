import {
  type AnyBackendError,
  BackendTimeout,
  BackendUnavailable,
  ContractBroken,
  isBackendError,
} from "@portico/core";

/**
 * The closed list's name for what went wrong between us and a system. Keeps the library's error code, never its
 * message: a parser's message quotes the bytes it choked on.
 */
export function toBackendError(error: unknown): AnyBackendError {
  if (isBackendError(error)) return error;
  const code = codeOf(error);
  if (code.startsWith("HPE_")) return new ContractBroken(`The answer is not HTTP (${code}).`);
  switch (code) {
    case "UND_ERR_CONNECT_TIMEOUT":
      return new BackendUnavailable("The system did not accept a connection in time.");
    case "UND_ERR_HEADERS_TIMEOUT":
    case "UND_ERR_BODY_TIMEOUT":
      return new BackendTimeout("The system fell silent.");
    case "UND_ERR_HEADERS_OVERFLOW":
    case "UND_ERR_RES_EXCEEDED_MAX_SIZE":
      return new ContractBroken("The answer is larger than its limit.");
    case "UND_ERR_RES_CONTENT_LENGTH_MISMATCH":
      return new ContractBroken("The answer is shorter or longer than its Content-Length.");
    default:
      return new BackendUnavailable(`The connection failed (${code}).`);
  }
}

function codeOf(error: unknown): string {
  if (!(error instanceof Error)) return "unknown";
  return "code" in error && typeof error.code === "string" ? error.code : error.name;
}
