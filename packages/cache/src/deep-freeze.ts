/**
 * One answer is handed to many callers: none of them may change what the others read. Looks into what is frozen
 * already, because that may have been frozen at its surface only.
 */
export function deepFreeze<T>(value: T): T {
  if (typeof value !== "object" || value === null || ArrayBuffer.isView(value)) return value;
  Object.freeze(value);
  for (const field of Object.values(value)) deepFreeze(field);
  return value;
}
