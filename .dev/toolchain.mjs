// Runs a command with the Node and pnpm this repository needs and its packages installed:
//   node .dev/toolchain.mjs node .dev/start.ts
// A newcomer has any Node and npm. What is missing comes from npm (docs/decisions/0004-toolchain-from-npm.md).
// @ts-check

// The files behind this one use what Node 20 has. An older Node must get this far to be told so.
const major = Number(process.versions.node.split(".")[0]);
if (major < 20) {
  console.error(
    `Portico starts on Node 20 or newer; this is Node ${process.versions.node}. Install a current one from https://nodejs.org and try again.`,
  );
  process.exit(1);
}

const { runWithToolchain } = await import("./toolchain/run.mjs");
process.exit(await runWithToolchain(process.argv.slice(2)));
