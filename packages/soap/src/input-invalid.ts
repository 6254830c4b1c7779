/**
 * The caller's value does not fit the contract; nothing was sent. Not a `BackendError`: the backend has no part in it,
 * and waiting, retrying or a breaker would not help.
 */
export class SoapInputInvalid extends Error {
  readonly code = "soap_input_invalid";
  /** Where in the request, e.g. `/PlaceOrderRequest/item[2]/quantity`. */
  readonly path: string;

  constructor(what: string, path: string) {
    super(`${what}: ${path}`);
    this.name = "SoapInputInvalid";
    this.path = path;
  }
}
