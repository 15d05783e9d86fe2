// @ts-check
// Which documents come from files that were added by themselves, and can be removed so.

import { ADDED, listAdded } from "../adding/requests.js";

export class AddedFiles {
  /** @type {Set<string>} */
  #ids = new Set();
  /** The generation that they were read of. @type {number | null} */
  #generation = null;

  /**
   * Learns about the documents with these ids, which are of one generation.
   *
   * @param {string[]} ids
   * @param {number} generation
   */
  async learn(ids, generation) {
    if (generation === this.#generation || !ids.some((id) => id.startsWith(ADDED))) return;
    const files = await listAdded();
    this.#ids = new Set(files.filter(({ added }) => added).map(({ path }) => path));
    this.#generation = generation;
  }

  /**
   * @param {string} id of a document
   * @returns {string | null} the id of the added file that it was read from, such as an archive
   */
  fileOf(id) {
    for (let part = id; part.length > ADDED.length; part = part.slice(0, lastCut(part))) {
      if (this.#ids.has(part)) return part;
    }
    return null;
  }
}

/**
 * @param {string} id
 * @returns {number}
 */
function lastCut(id) {
  return Math.max(id.lastIndexOf("/"), id.lastIndexOf("#"), 0);
}
