// @ts-check
import { readFileSync } from "node:fs";
import { join } from "node:path";

/** The pnpm that is fetched when there is none of its major version: another major writes another lockfile. */
export const PNPM_VERSION = "12.21.0";

/**
 * @typedef {object} Wanted
 * @property {string} nodeMin the oldest Node that will do, from `engines` of package.json
 * @property {string} nodeToFetch the one that is fetched when this one will not do, from `.node-version`
 * @property {string} pnpmToFetch
 */

/**
 * @param {string} root the repository
 * @returns {Wanted}
 */
export function wantedVersions(root) {
  const { engines } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
  return {
    nodeMin: String(engines.node).replace(/^>=\s*/, ""),
    nodeToFetch: readFileSync(join(root, ".node-version"), "utf8").trim(),
    pnpmToFetch: PNPM_VERSION,
  };
}

/**
 * @param {string} version
 * @param {Wanted} wanted
 */
export function isNodeGood(version, wanted) {
  const [major = 0, minor = 0, patch = 0] = numbers(version);
  const [majorMin = 0, minorMin = 0, patchMin = 0] = numbers(wanted.nodeMin);
  if (major !== majorMin) return major > majorMin;
  return minor === minorMin ? patch >= patchMin : minor > minorMin;
}

/**
 * @param {string} version
 * @param {Wanted} wanted
 */
export const isPnpmGood = (version, wanted) => numbers(version)[0] === numbers(wanted.pnpmToFetch)[0];

/** @param {string} version */
const numbers = (version) => version.replace(/^v/, "").split(".").map(Number);
