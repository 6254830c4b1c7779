import { createRequire } from "node:module";
import type { Pool as UndiciPool } from "undici";

const require = createRequire(import.meta.url);

// By its file: the package's own door loads a hundred more, with `fetch`, WebSockets and mocks, a tenth of a BFF's start.
export const Pool = require("undici/lib/dispatcher/pool.js") as typeof UndiciPool;
