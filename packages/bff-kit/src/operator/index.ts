// What the operator API takes and gives, without what serves it: for those who ask.
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
