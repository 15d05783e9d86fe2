// @ts-check
// What the next questions are asked in, kept for when the page is loaded again.

/** @typedef {{ id: string, title: string }} Chosen */
/**
 * The filters. An empty text or list filters nothing.
 *
 * @typedef {object} Scope
 * @property {Chosen[]} documents
 * @property {string} folder
 * @property {string} title
 * @property {string} author
 * @property {string} site
 * @property {string} language a tag such as "pt" or "pt-BR"
 * @property {string} since
 * @property {string} until
 */

const SLOT = "pincite-filters";
/** @type {Scope} */
export const EVERYTHING = {
  documents: [], folder: "", title: "", author: "", site: "", language: "", since: "", until: "",
};

/** @param {Scope} scope */
export function keep(scope) {
  sessionStorage.setItem(SLOT, JSON.stringify(scope));
}

/** @returns {Scope} the filters of this tab before it was reloaded */
export function remembered() {
  try {
    return { ...EVERYTHING, ...JSON.parse(sessionStorage.getItem(SLOT) ?? "{}") };
  } catch {
    return EVERYTHING;
  }
}
