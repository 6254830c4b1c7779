// @ts-check
import { Problem } from "./problem.mjs";

/** @typedef {ReturnType<typeof import("./groups.mjs").processGroups>} Groups */

// Ten minutes of a slow line; pnpm gives up on a silent one much earlier, by itself.
const INSTALL_TIMEOUT_MS = 600_000;

/**
 * Installs exactly what the lockfile names. Costs a tenth of a second when that is there already.
 *
 * @param {Groups} groups
 * @param {NodeJS.ProcessEnv} env
 * @param {import("../terminal/progress.mjs").Progress} progress
 * @throws {Problem} when it fails
 */
export async function installPackages(groups, env, progress) {
  const count = { resolved: 0, imported: 0 };
  /** @type {string[]} */
  const said = [];
  let quarter = 0;

  progress.begin("Installing packages …");
  /** @param {string} line */
  const onLine = (line) => {
    const event = parsed(line);
    if (event === null || event.level === "error") said.push(event?.message ?? line);
    if (event?.name !== "pnpm:progress") return;
    if (event.status === "resolved") count.resolved += 1;
    if (event.status !== "imported") return;
    count.imported += 1;
    const quarterNow = Math.floor((4 * count.imported) / count.resolved);
    progress.update(`Installing packages … ${count.imported}/${count.resolved}`, quarterNow > quarter);
    quarter = quarterNow;
  };

  // Without the second switch pnpm wants to ask, and so fails where nobody can answer, before it replaces a
  // node_modules that something else made.
  const args = ["install", "--frozen-lockfile", "--config.confirmModulesPurge=false", "--reporter=ndjson"];
  const exitCode = await groups.step("pnpm", args, { env, timeoutMs: INSTALL_TIMEOUT_MS, onLine });
  if (exitCode !== 0) throw new Problem("Installing packages failed.", whatToDo(said), said);
  progress.done(count.imported === 0 ? "Packages ✓" : `Packages ✓  ${count.imported} installed`);
}

/**
 * pnpm's events, and the lines that are none: what a package's own script or the operating system says.
 *
 * @param {string} line
 * @returns {{ name?: string, level?: string, status?: string, message?: string } | null}
 */
function parsed(line) {
  try {
    const event = JSON.parse(line);
    return typeof event === "object" ? event : null;
  } catch {
    return null;
  }
}

/** @param {readonly string[]} said */
function whatToDo(said) {
  const text = said.join("\n");
  if (/frozen.(?:installation|lockfile)/.test(text))
    return "A package.json was changed without the lockfile. Run `pnpm install` and commit pnpm-lock.yaml with it.";
  if (/fetch|ENOTFOUND|ECONNREFUSED|ETIMEDOUT|dns|tcp connect|timed out/i.test(text))
    return "The package registry can't be reached. Check the network, and the proxy and registry settings in ~/.npmrc.";
  if (/ENOSPC|no space left/i.test(text)) return "The disk is full. Make room and try again.";
  return "When the lines above do not help: delete node_modules and try again.";
}
