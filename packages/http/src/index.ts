export {
  createHttpClient,
  type HttpAnswer,
  type HttpClient,
  type HttpClientOptions,
  type HttpRequest,
} from "./client.ts";
export { readJson } from "./json.ts";
