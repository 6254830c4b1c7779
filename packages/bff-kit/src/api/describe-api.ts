import type { AnyScreen } from "../screen/screen.ts";
import type { ApiInfo } from "./api-info.ts";

/**
 * OpenAPI 3.1 of what the screens really do: their inputs, sections, section states and problems. What writes it is
 * loaded when somebody asks: no page needs it.
 */
export async function describeApi(info: ApiInfo, screens: readonly AnyScreen[]): Promise<object> {
  const { openApiDocument } = await import("./openapi.ts");
  return openApiDocument(info, screens);
}
