import { BackendUnavailable } from "@portico/core";
import { isFaultOf, SoapFault } from "@portico/soap";
import { erpContract } from "../generated/erp.gen.ts";

/** `OrderNotFoundFault`, which the ERP sends with status 200. */
export const saysNoSuchOrder = (error: unknown): boolean =>
  isFaultOf(erpContract.operations.GetOrder, error) && error.detail?.name === "OrderNotFoundFault";

/** A fault the ERP blames itself for passes; one it blames us for does not. */
export const toBackendError = (error: unknown): unknown =>
  error instanceof SoapFault && error.blamesServer
    ? new BackendUnavailable("The ERP failed.", { cause: error })
    : error;
