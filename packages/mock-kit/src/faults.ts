export { type FaultDns, type NameAnswer, openFaultDns } from "./fault-dns/fault-dns.ts";
export { type Delay, DelaySchema } from "./fault-proxy/delay.ts";
export { type Fault, type FaultInput, type FaultKind, faultKinds, FaultSchema } from "./fault-proxy/fault.ts";
export {
  type FaultProxy,
  type FaultProxyOptions,
  openFaultProxy,
  type ProxyReport,
} from "./fault-proxy/fault-proxy.ts";
export { readScript, ScriptInvalid } from "./fault-script/read-script.ts";
export {
  type FaultWindow,
  faultWindows,
  playFaults,
  type Timeline,
  type TimelineChange,
  TimelineSchema,
} from "./fault-script/timeline.ts";
