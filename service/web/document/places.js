// @ts-check
// What a document says of itself: where its parts stand in the original, its outline, and what the
// reader must know of it.

import { h } from "../lib/dom.js";
import { t } from "../lib/language.js";
import { stretch } from "../drawing/parts.js";

/** @typedef {import("../lib/api.js").Document} Document */
/** @typedef {import("../lib/api.js").DocumentPlace} DocumentPlace */
/** @typedef {import("../drawing/layers.js").Rule} Rule */
/** @typedef {import("./outline.js").Entry} Entry */

const LONGEST_ENTRY = 200;

/**
 * @param {DocumentPlace} place
 * @returns {string} the place in the language of the page
 */
export function placeLabel({ kind, value, label }) {
  const name = String(value);
  const printed = /^page \S+ \(printed (.*)\)$/su.exec(label)?.[1];
  if (kind === "page" && printed) return t("document.page_printed", { name, printed });
  if (label !== `${kind} ${value}`) return label;
  return kind === "page" || kind === "slide" || kind === "sheet"
    ? t(`document.${kind}`, { name })
    : label;
}

/**
 * @param {number} offset in code points
 * @param {DocumentPlace[] | null} [places]
 * @returns {DocumentPlace[]} the page, slide or sheet there
 */
export function placesAt(offset, places) {
  return (places ?? []).filter((place) =>
    isPiece(place) && place.start <= offset && offset < place.end);
}

/**
 * @param {Document} document
 * @returns {Rule[]} where a page, slide or sheet begins; the first page begins with the document
 */
export function rulesOf({ places }) {
  return places
    .filter((place) => isPiece(place) && !(place.kind === "page" && place.start === 0))
    .map((place) => ({ at: place.start, label: placeLabel(place) }));
}

/**
 * @param {Document} document
 * @returns {Entry[]} its headings; if it has none to choose from, its pages, slides or sheets
 */
export function entriesOf({ text, blocks, places }) {
  const entry = (/** @type {{ start: number, end: number }} */ one, level = 1, words = "") => {
    const place = stretch(text, one.start, one.end);
    const shown = words || text.slice(place.start, Math.min(place.end, place.start + LONGEST_ENTRY));
    return { ...place, level, words: shown };
  };
  const headings = blocks.filter(({ kind }) => kind === "heading");
  const pieces = places.filter(isPiece);
  if (headings.length < 2 && pieces.length > 1) {
    return pieces.map((place) => ({ ...entry(place, 1, placeLabel(place)) }));
  }
  return headings.map((heading) => entry(heading, heading.level));
}

/**
 * @param {Document} document
 * @param {string | null} note of the place that was opened
 * @returns {HTMLElement[]}
 */
export function noticesOf({ stale, superseded_by, warnings, places }, note) {
  const replaced = superseded_by === ""
    ? t("document.outdated")
    : superseded_by && t("document.replaced", { name: superseded_by });
  const isFromPicture = places.some(({ kind }) => kind === "ocr");
  const notice = (/** @type {string | null} */ words, kind = "notice") =>
    words ? [h("p", { class: kind, role: "note", dir: "auto" }, words)] : [];
  return [
    ...notice(note),
    ...notice(stale ? t("document.stale") : null),
    ...notice(replaced),
    ...notice(isFromPicture ? t("document.from_picture") : null, "notice minor"),
    ...warnings.flatMap((name) => notice(t("document.warning", { name }), "notice minor")),
  ];
}

/** @param {DocumentPlace} place */
function isPiece({ kind }) {
  return kind === "page" || kind === "slide" || kind === "sheet";
}
