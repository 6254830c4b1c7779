export { type FakeClock, fakeClock } from "./fake-clock.ts";
export { sharedHints } from "./shared-hints.ts";
export { testCall } from "./test-call.ts";
export { type TestSite, testSite } from "./test-site.ts";
