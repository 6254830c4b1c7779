export { type Delay, DelaySchema, sampleDelayMs } from "./delay.ts";
export { type Fault, type FaultInput, type FaultKind, faultKinds, FaultSchema } from "./fault.ts";
export { type FaultProxy, type FaultProxyOptions, openFaultProxy, type ProxyReport } from "./fault-proxy.ts";
