export { openTestRedis, type TestRedis } from "./test-redis.ts";
