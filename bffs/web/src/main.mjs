// JavaScript, so that a start does not load what strips types: all the others come out of the cache without theirs.
import { enableCompileCache } from "node:module";
import { fileURLToPath } from "node:url";

// What one start has compiled, the next one only reads: kept when the process ends, where whoever installed us may write.
enableCompileCache(fileURLToPath(new URL("../node_modules/.cache/compiled", import.meta.url)));
await import("./process.ts");
