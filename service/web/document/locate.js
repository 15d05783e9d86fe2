// @ts-check
// Decides what to highlight in a document: the cited text or nothing, but never any other text.

import { t } from "../lib/language.js";
import { placeUrl } from "../lib/links.js";
import { codePointOffset, sliceCodePoints, utf16Offset } from "../lib/offsets.js";

/** @typedef {import("../lib/api.js").Document} Document */
/** @typedef {import("../drawing/layers.js").Mark} Mark */
/** @typedef {import("../lib/links.js").Place} Place */
/**
 * A quote of the answer that stands in the open document.
 *
 * @typedef {object} Quote
 * @property {Place} place
 * @property {{ start: number, end: number }} range in UTF-16 units
 * @property {{ start: number, end: number }} span in code points
 */

/**
 * @typedef {object} Highlight
 * @property {{ start: number, end: number } | null} range in UTF-16 units; null highlights nothing
 * @property {string | null} note what the reader must know
 */

/**
 * Returns the quotes among the places that stand in a document, and what the reader must know of
 * the place that was opened.
 *
 * @param {Document} document
 * @param {Place[]} places of any documents
 * @param {Place} opened one of them
 * @returns {{ quotes: Quote[], note: string | null }}
 */
export function quotesIn({ document_id, text, sha256 }, places, opened) {
  let told = null;
  const quotes = places.filter(({ documentId }) => documentId === document_id).flatMap((place) => {
    const changed = place.version !== null && place.version !== sha256;
    const { range, note } = locate(text, place, changed);
    if (placeUrl(place) === placeUrl(opened)) told = note;
    if (range === null) return [];
    const start = codePointOffset(text, range.start);
    return [{ place, range, span: { start, end: codePointOffset(text, range.end) } }];
  });
  return { quotes, note: told };
}

/**
 * @param {Quote[]} quotes
 * @returns {Mark[]} the quotes in their order, and then the short answers in them
 */
export function marksOf(quotes) {
  const shorts = quotes.flatMap(({ place, span }) => {
    if (!place.short || !place.span) return [];
    const by = span.start - place.span.start;
    const { start, end } = place.short;
    return [{ start: start + by, end: end + by, kind: /** @type {const} */ ("short") }];
  });
  return [...quotes.map(({ span }) => span), ...shorts];
}

/**
 * @param {string} text the current text
 * @param {Place} place
 * @param {boolean} changed whether the cited version is no longer the current one
 * @returns {Highlight}
 */
function locate(text, place, changed) {
  if (changed) return locateMoved(text, place);
  if (!place.span) return { range: null, note: null };
  const words = sliceCodePoints(text, place.span.start, place.span.end);
  if (words === "") {
    return unmarked(t("document.past_end"));
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
  if (!quote) return unmarked(t("document.changed_unknown"));
  const start = text.indexOf(quote);
  if (start < 0) return unmarked(t("document.changed_gone"));
  if (text.indexOf(quote, start + 1) >= 0) return unmarked(t("document.changed_twice"));
  return { range: { start, end: start + quote.length }, note: t("document.changed_moved") };
}

/**
 * @param {string} note
 * @returns {Highlight}
 */
function unmarked(note) {
  return { range: null, note };
}
