// @ts-check
// Fetches the pieces of documents in which quotes should be read. Each is fetched once.

import { post } from "../lib/api.js";

/** @typedef {import("../lib/api.js").DocumentBlock} DocumentBlock */
/** @typedef {import("../lib/api.js").DocumentLink} DocumentLink */
/** @typedef {import("../lib/api.js").Source} Source */
/** @typedef {import("../lib/links.js").Place} Place */
/**
 * A piece of a document; all offsets are code points of the document.
 *
 * @typedef {object} Piece
 * @property {number} start
 * @property {number} end
 * @property {string} text
 * @property {DocumentBlock[]} blocks
 * @property {DocumentLink[]} links
 */
/**
 * @typedef {object} Surroundings
 * @property {boolean} cut_before
 * @property {boolean} cut_after
 * @property {Piece[]} above what the piece stands under further up
 * @property {string[]} headings
 * @property {Source["places"]} places
 */
/** @typedef {Piece & Surroundings} Excerpt */

/** The server gives no more at once. */
const MOST_AT_ONCE = 50;
/** How many are kept, so that a preview and a redrawn answer need not ask again. */
const KEPT = 400;
/** Quotes that stand as near as this to each other are read in one excerpt, in characters. */
const NEAR = 400;
const LONGEST = 1500;

/** @type {Map<string, Promise<Excerpt | null>>} */
const kept = new Map();

/**
 * @param {Place[]} places of one document, all with a span
 * @returns {Promise<(Excerpt | null)[]>} in order; null for one that cannot be had
 */
export function excerptsAround(places) {
  return excerptsOf(nearby(places));
}

/**
 * @param {Place[]} places
 * @returns {Place[]} with those near each other as one
 */
function nearby(places) {
  /** @type {Place[]} */
  const merged = [];
  const inOrder = [...places].sort((one, other) => startOf(one) - startOf(other));
  for (const place of inOrder) {
    const last = merged.at(-1);
    const { start, end } = place.span ?? { start: 0, end: 0 };
    const before = last?.span;
    if (last && before && start - before.end < NEAR && end - before.start < LONGEST) {
      last.span = { start: before.start, end: Math.max(before.end, end) };
    } else merged.push({ ...place });
  }
  return merged;
}

/** @param {Place} place */
function startOf({ span }) {
  return span?.start ?? 0;
}

/**
 * @param {Place[]} places
 * @returns {Promise<(Excerpt | null)[]>}
 */
async function excerptsOf(places) {
  const missing = places.filter((place) => !kept.has(keyOf(place)));
  for (let n = 0; n < missing.length; n += MOST_AT_ONCE) {
    const some = missing.slice(n, n + MOST_AT_ONCE);
    const reply = fetched(some);
    for (const [at, place] of some.entries()) {
      const key = keyOf(place);
      kept.set(key, reply.then((excerpts) => excerpts[at] ?? null, () => {
        kept.delete(key); // It may work the next time.
        return null;
      }));
    }
  }
  const found = Promise.all(places.map((place) => kept.get(keyOf(place)) ?? null));
  for (const key of [...kept.keys()].slice(0, Math.max(0, kept.size - KEPT))) kept.delete(key);
  return found;
}

/**
 * @param {Place[]} places
 * @returns {Promise<(Excerpt | null)[]>}
 */
async function fetched(places) {
  const { excerpts } = await post("/v1/excerpts", { places: places.map(asked) });
  return excerpts.map((/** @type {any} */ one) => ("error" in one ? null : one));
}

/** @param {Place} place */
function asked({ documentId, version, span }) {
  return { document_id: documentId, ...span, ...(version ? { v: version } : {}) };
}

/** @param {Place} place */
function keyOf(place) {
  return JSON.stringify(asked(place));
}
