// @ts-check
// Which documents this tab lists, kept for when the page is loaded again.

import { ON_A_PAGE } from "./pager.js";

/** @typedef {import("./requests.js").Listing} Listing */

const SLOT = "pincite-documents";

/** @param {Listing} listing */
export function keep(listing) {
  sessionStorage.setItem(SLOT, JSON.stringify(listing));
}

/** @returns {Listing} what this tab listed before it was reloaded */
export function remembered() {
  const first = { q: "", folder: "", order: "title", offset: 0, limit: ON_A_PAGE };
  try {
    return { ...first, ...JSON.parse(sessionStorage.getItem(SLOT) ?? "{}") };
  } catch {
    return first;
  }
}
