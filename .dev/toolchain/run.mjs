// @ts-check
import { dirname } from "node:path";
import { fileURLToPath } from "node:url";
import { processGroups, StepTimedOut, StopRequested } from "./groups.mjs";
import { installPackages } from "./install.mjs";
import { Problem } from "./problem.mjs";
import { progressOn } from "../terminal/progress.mjs";
import { environmentWithTools } from "./tools.mjs";
import { wantedVersions } from "./versions.mjs";

const root = dirname(dirname(dirname(fileURLToPath(import.meta.url))));

/**
 * Sees to Node, pnpm and packages, then runs the command in the repository.
 *
 * @param {string[]} command
 * @returns {Promise<number>} the command's exit code; 128 + n when signal n ended it
 */
export async function runWithToolchain([program, ...args]) {
  if (program === undefined) {
    console.error("Usage: node .dev/toolchain.mjs <command> [arguments]");
    return 2;
  }
  const groups = processGroups(root);
  const progress = progressOn(process.stderr);
  try {
    const env = await environmentWithTools(groups, wantedVersions(root), progress);
    await installPackages(groups, env, progress);
    return await groups.command(program, args, env);
  } catch (error) {
    if (!(error instanceof StopRequested || error instanceof Problem || error instanceof StepTimedOut))
      throw error;
    progress.done(error.message);
    return error instanceof StopRequested ? error.exitCode : 1;
  }
}
