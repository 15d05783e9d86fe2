// @ts-check
// How far indexing is, as a bar.

/** @typedef {import("./requests.js").Progress} Progress */

/**
 * @param {HTMLProgressElement} bar
 * @param {Progress} progress
 * @returns {number | null} what it shows: the share that is done; null where that is not known
 */
export function showShare(bar, { done, total }) {
  const share = total > 0 ? Math.min(1, done / total) : null;
  if (share === null) bar.removeAttribute("value");
  else bar.value = share;
  return share;
}
