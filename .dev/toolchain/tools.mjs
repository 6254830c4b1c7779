// @ts-check
import { existsSync } from "node:fs";
import { delimiter, join } from "node:path";
import { StepTimedOut, StopRequested } from "./groups.mjs";
import { Problem } from "./problem.mjs";
import { isNodeGood, isPnpmGood } from "./versions.mjs";

/** @typedef {ReturnType<typeof import("./groups.mjs").processGroups>} Groups */
/** @typedef {import("./versions.mjs").Wanted} Wanted */

const ASK_TIMEOUT_MS = 20_000;
const FETCH_TIMEOUT_MS = 300_000;

// npm's own pauses between attempts add up to more than a minute before it says that there is no network.
const RETRIES = ["--fetch-retries=2", "--fetch-retry-mintimeout=1000", "--fetch-retry-maxtimeout=4000"];

/**
 * The environment in which `node` and `pnpm` are the wanted ones. Takes those that are there; what is missing comes
 * from npm into npm's own cache and is found there the next time.
 *
 * @param {Groups} groups
 * @param {Wanted} wanted
 * @param {import("../terminal/progress.mjs").Progress} progress
 * @returns {Promise<NodeJS.ProcessEnv>}
 * @throws {Problem} when they can't be had
 */
export async function environmentWithTools(groups, wanted, progress) {
  // A pnpm that is corepack's stand-in must neither ask questions nor write into package.json.
  const inherited = { ...process.env, COREPACK_ENABLE_DOWNLOAD_PROMPT: "0", COREPACK_ENABLE_AUTO_PIN: "0" };
  const there = await toolsIn(inherited, groups, wanted);
  if (there.missing.length === 0) {
    progress.done(there.summary);
    return inherited;
  }

  progress.begin(`Getting ${there.missing.join(" and ")} from npm (slow only once) …`);
  const byHand = `install Node ${wanted.nodeMin} or newer and pnpm ${wanted.pnpmToFetch}, then try again.`;
  const env = await withFetched(there.missing, groups, inherited, byHand);
  const now = await toolsIn(env, groups, wanted);
  if (now.missing.length > 0)
    throw new Problem(
      `npm fetched ${now.missing.join(" and ")}, but it does not run here.`,
      `Please ${byHand}`,
    );
  progress.done(now.summary);
  return env;
}

/**
 * @param {NodeJS.ProcessEnv} env
 * @param {Groups} groups
 * @param {Wanted} wanted
 */
async function toolsIn(env, groups, wanted) {
  const node = await versionOf("node", groups, env);
  const pnpm = await versionOf("pnpm", groups, env);
  const missing = [];
  if (!isNodeGood(node, wanted)) missing.push(`node@${wanted.nodeToFetch}`);
  if (!isPnpmGood(pnpm, wanted)) missing.push(`pnpm@${wanted.pnpmToFetch}`);
  return { missing, summary: `Node ${node} ✓  pnpm ${pnpm} ✓` };
}

/**
 * What `tool --version` says; empty when there is none that runs.
 *
 * @param {string} tool
 * @param {Groups} groups
 * @param {NodeJS.ProcessEnv} env
 */
async function versionOf(tool, groups, env) {
  /** @type {string[]} */
  const said = [];
  try {
    await groups.step(tool, ["--version"], {
      env,
      timeoutMs: ASK_TIMEOUT_MS,
      onLine: (line) => said.push(line),
    });
  } catch (error) {
    // Not there, not executable, not for this machine, or waiting for something: it will not do.
    if (error instanceof StopRequested) throw error;
  }
  // Warnings may come first.
  const version = said
    .map((line) => /^v?(\d+\.\d+\.\d+)/.exec(line)?.[1])
    .find((found) => found !== undefined);
  return version ?? "";
}

/**
 * Only asks npx where it put them, and then runs them without it: npx would add a shell and an npm to every process
 * tree, and neither passes all signals on.
 *
 * @param {readonly string[]} packages `name@version`
 * @param {Groups} groups
 * @param {NodeJS.ProcessEnv} env
 * @param {string} byHand what to do when this fails
 */
async function withFetched(packages, groups, env, byHand) {
  const marker = "portico:path=";
  /** @type {string[]} */
  const said = [];
  const printPath = `node -p "'${marker}' + process.env.PATH"`;
  const args = ["-y", ...RETRIES, ...packages.flatMap((name) => ["-p", name]), "-c", printPath];
  try {
    await groups.step("npx", args, {
      env,
      timeoutMs: FETCH_TIMEOUT_MS,
      onLine: (line) => said.push(line),
    });
  } catch (error) {
    if (isNotFound(error))
      throw new Problem("There is no npx on the PATH. It comes with npm.", `Please ${byHand}`);
    if (!(error instanceof StepTimedOut)) throw error;
    said.push(error.message);
  }

  const path = said.find((line) => line.startsWith(marker))?.slice(marker.length);
  if (path === undefined) {
    const what = `npm could not fetch ${packages.join(" and ")}.`;
    const whatToDo = "Check the network, and npm's proxy and registry settings. Or do it by hand:";
    const withoutTraces = said.filter((line) => !/\s{2,}at \S/.test(line));
    throw new Problem(what, `${whatToDo} ${byHand}`, withoutTraces);
  }
  const folders = packages.map((name) => {
    const tool = name.slice(0, name.lastIndexOf("@"));
    return path.split(delimiter).find((folder) => existsSync(join(folder, tool)));
  });
  return folders.reduceRight((so, folder) => (folder === undefined ? so : withFolder(folder, so)), env);
}

/**
 * @param {string} folder
 * @param {NodeJS.ProcessEnv} env
 */
const withFolder = (folder, env) => ({ ...env, PATH: [folder, env["PATH"]].filter(Boolean).join(delimiter) });

/** @param {unknown} error */
const isNotFound = (error) => error instanceof Error && "code" in error && error.code === "ENOENT";
