import { holdBench } from "./hold/hold-bench.ts";
import { BenchRefused, readCommand } from "./options.ts";
import { pageBench } from "./page/page-bench.ts";
import { soapBench } from "./soap/soap-bench.ts";

const benches = { soap: soapBench, page: pageBench, hold: holdBench };

try {
  const { bench, options } = readCommand(process.argv.slice(2), ["soap", "page", "hold"]);
  const broken = await benches[bench](options);
  for (const one of broken) process.stderr.write(`Too slow: ${one}\n`);
  process.exitCode = broken.length > 0 ? 1 : 0;
} catch (error) {
  if (!(error instanceof BenchRefused)) throw error;
  process.stderr.write(`${error.message}\n`);
  process.exitCode = 2;
}
