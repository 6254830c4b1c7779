// For those who ask the operator API: what it takes and gives, without what serves it.
export {
  type CircuitOrderName,
  type CircuitReport,
  circuitOrders,
  CircuitReportSchema,
  CircuitsReportSchema,
  ConnectionsReportSchema,
  LimitsReportSchema,
  OrderSchema,
  PurgedSchema,
  PurgeSchema,
} from "./contract.ts";
