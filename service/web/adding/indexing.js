// @ts-check
// How far an indexing is, and what it did, in words.

import { number, t } from "../lib/language.js";

/** @typedef {import("./requests.js").Progress} Progress */
/** @typedef {import("./requests.js").Report} Report */
/** @typedef {import("./requests.js").FileStatus} FileStatus */

const STAGES = /** @type {const} */ (["read", "split", "encode", "write"]);
/**
 * The statuses of files that somebody should look at.
 *
 * @type {ReadonlySet<FileStatus>}
 */
export const FAILURES = new Set(["stale", "encrypted", "scan", "broken", "too_large"]);

/**
 * Shows how far an indexing is as a bar.
 *
 * @param {HTMLProgressElement} bar
 * @param {{ done: number, total: number }} progress
 * @returns {number | null} the share that is done, 0 to 1; null if it is not known
 */
export function showShare(bar, { done, total }) {
  const share = total > 0 ? Math.min(1, done / total) : null;
  if (share === null) bar.removeAttribute("value");
  else bar.value = share;
  return share;
}

/**
 * @param {Progress} progress
 * @returns {string} such as "Reading files, 3 of 12"
 */
export function stageInWords({ stage, done, total }) {
  const known = STAGES.find((name) => name === stage);
  const words = t(known ? `adding.stage.${known}` : "adding.stage.begin");
  return total > 0 ? t("adding.far", { words, done, total }) : words;
}

/**
 * @param {Report} report
 * @returns {string}
 */
export function reportInWords({ added, changed, moved, removed, files }) {
  const parts = Object.entries({ added, changed, moved, removed })
    .filter(([, documents]) => documents > 0)
    .map(([what, documents]) => {
      const key = /** @type {"adding.report.added"} */ (`adding.report.${what}`);
      return t(key, { number: number(documents) });
    });
  const done = parts.length > 0
    ? t("adding.report.done", { parts: parts.join(", ") })
    : t("adding.report.nothing");
  const failed = files.filter(({ status }) => FAILURES.has(status));
  const [first] = failed;
  if (!first) return done;
  const { path, reason } = first;
  return `${done} ${t("adding.report.failed", { n: failed.length, path, reason })}`;
}
