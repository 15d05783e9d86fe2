// @ts-check
// Decides what to highlight in a document: the cited text or nothing, but never any other text.

import { sliceCodePoints, utf16Offset } from "../lib/offsets.js";

/** @typedef {import("../lib/links.js").Place} Place */

/**
 * @typedef {object} Highlight
 * @property {{ start: number, end: number } | null} range in UTF-16 units; null highlights nothing
 * @property {string | null} note what the reader must know
 */

const CHANGED = "This document has changed since it was cited.";
const CURRENT = "Below is its current text.";

/**
 * @param {string} text the current text
 * @param {Place} place
 * @param {boolean} changed whether the cited version is no longer the current one
 * @returns {Highlight}
 */
export function locate(text, place, changed) {
  if (changed) return locateMoved(text, place);
  if (!place.span) return { range: null, note: null };
  const words = sliceCodePoints(text, place.span.start, place.span.end);
  if (words === "") {
    return unmarked("The link points past the end of this document, so nothing is highlighted.");
  }
  // If other words stand at the place, only the quote itself can tell where the cited words are.
  if (place.quote !== null && place.quote !== words) return locateMoved(text, place);
  const start = utf16Offset(text, place.span.start);
  return { range: { start, end: start + words.length }, note: null };
}

/**
 * Looks for the quote anywhere in a document that has changed.
 *
 * @param {string} text
 * @param {Place} place
 * @returns {Highlight}
 */
function locateMoved(text, { quote }) {
  if (!quote) {
    const moved = "The cited words may have moved or gone, so nothing is highlighted.";
    return unmarked(`${CHANGED} ${CURRENT} ${moved}`);
  }
  const start = text.indexOf(quote);
  if (start < 0) return unmarked(`${CHANGED} The cited words no longer stand in it. ${CURRENT}`);
  if (text.indexOf(quote, start + 1) >= 0) {
    const twice = "The cited words now stand in it more than once, so nothing is highlighted.";
    return unmarked(`${CHANGED} ${twice} ${CURRENT}`);
  }
  const note = `${CHANGED} The cited words still stand in it, once, and are highlighted.`;
  return { range: { start, end: start + quote.length }, note };
}

/**
 * @param {string} note
 * @returns {Highlight}
 */
function unmarked(note) {
  return { range: null, note };
}
