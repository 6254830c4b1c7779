export { createHttpClient, type HttpClient, type HttpClientOptions } from "./client.ts";
export { readJson } from "./json.ts";
export { type HttpAnswer, type HttpRequest } from "./message.ts";
export { type TlsOptions } from "./tls.ts";
