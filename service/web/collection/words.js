// @ts-check
// Counts things, and names folders, for the reader.

import { number } from "../lib/language.js";

/**
 * @param {number} n
 * @param {string} noun
 * @returns {string}
 */
export function count(n, noun) {
  return `${number(n)} ${noun}${n === 1 ? "" : "s"}`;
}

/**
 * @param {string} id
 * @returns {string} empty if the document lies in no folder
 */
export function folderOf(id) {
  return id.slice(0, Math.max(0, id.lastIndexOf("/")));
}
