// @ts-check
// Shows how far indexing is as a bar.

/** @typedef {import("./requests.js").Progress} Progress */

/**
 * @param {HTMLProgressElement} bar
 * @param {Progress} progress
 * @returns {number | null} the share that is done, 0 to 1; null if it is not known
 */
export function showShare(bar, { done, total }) {
  const share = total > 0 ? Math.min(1, done / total) : null;
  if (share === null) bar.removeAttribute("value");
  else bar.value = share;
  return share;
}
