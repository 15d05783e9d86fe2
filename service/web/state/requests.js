// @ts-check
// The request about what the server holds.

import { glance } from "../adding/requests.js";
import { request } from "../lib/api.js";

/** @typedef {import("../adding/requests.js").Progress} Progress */
/**
 * @typedef {object} Held
 * @property {number} generation
 * @property {string} indexed_at
 * @property {number} documents
 * @property {number} passages
 * @property {number} sentences
 * @property {string | null} earliest
 * @property {string | null} latest
 * @property {number} undated
 * @property {number} stale
 * @property {string | null} outdated what the index lacks, made by an older version
 * @property {Progress | null} indexing
 * @property {Llm | null} llm that words answers
 */
/**
 * mode: how questions are answered that name no mode.
 *
 * @typedef {{ server: string, model: string, mode: "quoted" | "worded" }} Llm
 */

/** @returns {Promise<Held>} */
export function readCollection() {
  return request("/v1/collection");
}

/**
 * Reads the collection without asking the reader for a key, because the reader did not ask for it.
 *
 * @returns {Promise<Held>}
 */
export function glanceAtCollection() {
  return glance("/v1/collection");
}
