export { type FakeClock, fakeClock } from "./fake-clock.ts";
export { freePort, listenOnFreePort } from "./free-port.ts";
export { collect, heapBytes } from "./heap.ts";
export { oldGarbageOf, VALUE_BYTES } from "./old-garbage.ts";
export { sharedHints } from "./shared-hints.ts";
export { testCall } from "./test-call.ts";
export { type TestSite, testSite } from "./test-site.ts";
