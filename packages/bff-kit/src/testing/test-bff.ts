import { developmentUser } from "../edge/identity.ts";

/** What tests tell a BFF: a header says who asks, nothing is counted, and it is ready. */
export const testBff = {
  service: { name: "test" },
  info: { title: "Test", version: "1.0.0", description: "A test" },
  authenticate: developmentUser({ allowed: true }),
  metrics: async () => "",
  ready: () => true,
};
