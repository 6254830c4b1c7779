export { createCatalogMock, type CatalogMockOptions } from "./mock.ts";
export { catalogBasePath, catalogDevApiKey } from "./names.ts";
