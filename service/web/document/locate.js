// @ts-check
// Decides what to highlight in a document: the cited text, or nothing, but never another text in its place.

import { sliceCodePoints, utf16Offset } from "../lib/offsets.js";

/** @typedef {import("../lib/links.js").Place} Place */

/**
 * @typedef {object} Found
 * @property {{ start: number, end: number } | null} range UTF-16 units of the text; null highlights nothing
 * @property {string | null} note what the reader must be told
 */

const CHANGED = "This document has changed since it was cited.";

/**
 * @param {string} text the current text
 * @param {Place} place
 * @param {boolean} changed the server says that the cited version is not the current one
 * @returns {Found}
 */
export function locate(text, place, changed) {
  if (changed) return locateMoved(text, place);
  if (!place.span) return { range: null, note: null };
  const there = sliceCodePoints(text, place.span.start, place.span.end);
  if (there === "") return { range: null, note: "The link points past the end of this document, so nothing is highlighted." };
  // A place without a version, or with the wrong words at it, proves nothing: only the quote itself can.
  if (place.quote !== null && place.quote !== there) return locateMoved(text, place);
  const start = utf16Offset(text, place.span.start);
  return { range: { start, end: start + there.length }, note: null };
}

/**
 * @param {string} text
 * @param {Place} place
 * @returns {Found}
 */
function locateMoved(text, { quote }) {
  if (!quote) return { range: null, note: `${CHANGED} Below is its current text. The cited words may have moved or gone, so nothing is highlighted.` };
  const start = text.indexOf(quote);
  if (start < 0) return { range: null, note: `${CHANGED} The cited words no longer stand in it. Below is its current text.` };
  if (text.indexOf(quote, start + 1) >= 0) {
    return { range: null, note: `${CHANGED} The cited words now stand in it more than once, so nothing is highlighted. Below is its current text.` };
  }
  return { range: { start, end: start + quote.length }, note: `${CHANGED} The cited words still stand in it, once, and are highlighted.` };
}
