// @ts-check
// Where quotes and passages stand: as places to open, and in words.

import { h, isPlainClick } from "../lib/dom.js";
import { day, t } from "../lib/language.js";
import { placeUrl } from "../lib/links.js";
import { sliceCodePoints } from "../lib/offsets.js";

/** @typedef {import("../lib/api.js").Citation} Citation */
/** @typedef {import("../lib/api.js").FurtherSource} FurtherSource */
/** @typedef {import("../lib/api.js").Passage} Passage */
/** @typedef {import("../lib/api.js").Source} Source */
/** @typedef {import("../lib/links.js").Place} Place */
/**
 * Opens a place. `trail`: the places that the reader can step through, this one among them.
 *
 * @typedef {(place: Place, opener: HTMLElement, trail: Place[]) => void} Open
 */

const MOST_OF_A_SENTENCE = 0.6;
/** The kinds of places that have a text of their own for their number or name. */
const NAMED = /** @type {const} */ (["page", "slide", "sheet", "row", "message"]);

/**
 * @param {Citation | FurtherSource} citation
 * @returns {Place}
 */
export function placeOfCitation(citation) {
  const { document_id, sha256, start, end, title } = citation.source;
  const { quote } = citation;
  const place = { documentId: document_id, version: sha256, span: { start, end }, quote, title };
  if (!("marker" in citation)) return place;
  return { ...place, marker: citation.marker, short: shortInDocument(citation) };
}

/**
 * @param {Citation} citation
 * @returns {import("../lib/api.js").Span | null} where the short answer stands in the document
 */
function shortInDocument(citation) {
  const { source, answer } = citation;
  const short = shortAnswer(citation);
  // The answer repeats the quote character for character, unless it is a list in words of its own.
  if (!short || answer.end - answer.start !== source.end - source.start) return null;
  const shift = source.start - answer.start;
  return { start: short.start + shift, end: short.end + shift };
}

/**
 * @param {Passage} passage
 * @returns {Place} that of its best sentence, or of all of it where none is told
 */
export function placeOfPassage({ document_id, sha256, start, end, text, title, best }) {
  const span = best ?? { start, end };
  const quote = sliceCodePoints(text, span.start - start, span.end - start);
  return { documentId: document_id, version: sha256 ?? null, span, quote, title };
}

/**
 * Makes a real link, which can be copied or opened in a new tab. A plain click reacts instead.
 *
 * @param {Place} place
 * @param {Record<string, string | null>} attributes
 * @param {(link: HTMLElement) => void} onClick
 * @param {...(Node | string)} content
 * @returns {HTMLElement}
 */
export function placeLink(place, attributes, onClick, ...content) {
  const onclick = (/** @type {MouseEvent} */ event) => {
    if (!isPlainClick(event)) return;
    event.preventDefault();
    onClick(link);
  };
  const link = h("a", { ...attributes, href: placeUrl(place), onclick }, ...content);
  return link;
}

/**
 * Whether words in an element have just been selected: the click that ends that opens nothing.
 *
 * @param {Element} element
 * @returns {boolean}
 */
export function isSelecting(element) {
  const selection = getSelection();
  return selection !== null && !selection.isCollapsed && selection.containsNode(element, true);
}

/**
 * @param {Citation} citation
 * @returns {import("../lib/api.js").Span | null} the short answer in the answer's text; null where
 *   it is most of its sentence, so that marking it would tell nothing
 */
export function shortAnswer({ answer, highlight }) {
  if (!highlight) return null;
  const share = (highlight.end - highlight.start) / (answer.end - answer.start);
  return share <= MOST_OF_A_SENTENCE ? highlight : null;
}

/**
 * @param {{ title: string, document_id: string }} source
 * @returns {string}
 */
export function nameOf({ title, document_id }) {
  return title || document_id;
}

/**
 * @param {Pick<Source, "headings" | "title">} source
 * @returns {string[]} the headings above the quote, but for one that is the title
 */
export function pathOf({ headings, title }) {
  return headings.filter((heading) => heading !== title);
}

/**
 * @param {Source["places"]} places
 * @returns {string} such as "sheet Prices, row 12"
 */
export function placesInWords(places) {
  const words = places.map(({ kind, value, end_value, label }) => {
    const known = NAMED.find((name) => name === kind);
    if (known === undefined || value === undefined) return label;
    const to = end_value ?? value;
    return value === to
      ? t(`conversation.place_${known}`, { value: String(value) })
      : t(`conversation.place_${known}s`, { value: String(value), to: String(to) });
  });
  return [...new Set(words)].join(", ");
}

/**
 * @param {Partial<Source>} source
 * @returns {string[]} who wrote it, where and when it was published, and whether it is out of date
 */
export function factsOf({ author, site, published, superseded_by }) {
  const when = published ? day(published) : null;
  const old = typeof superseded_by === "string" ? t("conversation.out_of_date") : null;
  return [author, site, when, old].flatMap((fact) => (fact ? [fact] : []));
}
