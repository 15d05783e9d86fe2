// @ts-check
// Shows chips, sources and passages, each a link to its place in a document.

import { h, isPlainClick } from "../lib/dom.js";
import { placeUrl } from "../lib/links.js";
import { withPreview } from "./preview.js";

/** @typedef {import("../lib/api.js").Citation} Citation */
/** @typedef {import("../lib/api.js").FurtherSource} FurtherSource */
/** @typedef {import("../lib/api.js").Passage} Passage */
/** @typedef {import("../lib/links.js").Place} Place */
/**
 * Opens a place. `trail`: the places that the reader can step through, this one among them.
 *
 * @typedef {(place: Place, opener: HTMLElement, trail: Place[]) => void} Open
 */

/**
 * @param {Citation} citation
 * @param {Place[]} trail
 * @param {Open} open
 * @returns {HTMLElement}
 */
export function chip(citation, trail, open) {
  const { title, document_id, published } = citation.source;
  const name = `${citation.marker}: source in ${title || document_id}`;
  const attributes = { class: "chip", "aria-label": name };
  const place = placeOfCitation(citation);
  const link = placeLink(place, trail, open, attributes, String(citation.marker));
  return withPreview(link, { title: title || document_id, published, quote: citation.quote });
}

/**
 * Shows the sources of an answer: each document once, with the numbers of its quotes.
 *
 * @param {Citation[]} citations
 * @param {Place[]} trail
 * @param {Open} open
 * @returns {HTMLElement[]}
 */
export function sourceViews(citations, trail, open) {
  /** @type {Map<string, Citation[]>} */
  const documents = new Map();
  for (const citation of citations) {
    const id = citation.source.document_id;
    documents.set(id, [...(documents.get(id) ?? []), citation]);
  }
  return [...documents.values()].map((group) => sourceView(group, trail, open));
}

/**
 * @param {Citation[]} citations of one document
 * @param {Place[]} trail
 * @param {Open} open
 * @returns {HTMLElement}
 */
function sourceView(citations, trail, open) {
  const [first] = citations;
  const numbers = citations.map(({ marker }) => marker).join(", ");
  return h("li", { class: "source" },
    h("span", { class: "source-number", "aria-hidden": "true" }, numbers),
    h("div", { class: "source-body" },
      whereView(placeOfCitation(first), factsOf(first.source), trail, open),
      ...pathViews(citations),
      ...citations.map((citation) => alsoView(citation, open))));
}

/**
 * Shows under which headings, and where in the original, the quotes of one document stand.
 *
 * @param {Citation[]} citations
 * @returns {HTMLElement[]}
 */
function pathViews(citations) {
  const paths = citations.map(({ source }) => {
    const headings = source.headings.filter((heading) => heading !== source.title);
    return [headings.join(" › "), ...source.places.map(({ label }) => label)]
      .filter((part) => part !== "").join(" · ");
  });
  return [...new Set(paths)].filter((path) => path !== "")
    .map((path) => h("p", { class: "path", dir: "auto" }, path));
}

/**
 * Shows the other documents that say the same. One with the same title is shown by its file name.
 *
 * @param {Citation} citation
 * @param {Open} open
 * @returns {HTMLElement | null}
 */
function alsoView({ source, also }, open) {
  if (also.length === 0) return null;
  const trail = also.map(placeOfCitation);
  const links = also.map((other, n) => {
    const { title, document_id } = other.source;
    const name = title && title !== source.title ? title : document_id;
    return placeLink(trail[n], trail, open, { class: "title-link" }, h("bdi", {}, name));
  });
  const separated = links.flatMap((link, n) => (n > 0 ? [", ", link] : [link]));
  return h("p", { class: "also" }, "Also in ", ...separated);
}

/**
 * @param {Passage} passage
 * @param {Place[]} trail
 * @param {Open} open
 * @returns {HTMLElement}
 */
export function passageView(passage, trail, open) {
  return h("li", { class: "source" },
    h("div", { class: "source-body" },
      whereView(placeOfPassage(passage), [], trail, open),
      h("p", { class: "excerpt", dir: "auto" }, passage.text)));
}

/**
 * @param {import("../lib/api.js").Source} source
 * @returns {string[]} who wrote it, where and when it was published, and whether it is out of date
 */
function factsOf({ author, site, published, superseded_by }) {
  const facts = [author, site, published, superseded_by === null ? null : "out of date"];
  return facts.flatMap((fact) => (fact ? [fact] : []));
}

/**
 * @param {Place} place
 * @param {string[]} facts
 * @param {Place[]} trail
 * @param {Open} open
 * @returns {HTMLElement}
 */
function whereView(place, facts, trail, open) {
  const title = h("bdi", {}, place.title || place.documentId);
  return h("p", { class: "where" },
    placeLink(place, trail, open, { class: "title-link" }, title),
    ...facts.map((fact) => h("span", { class: "published" }, " · ", h("bdi", {}, fact))));
}

/**
 * Makes a real link, which can be copied or opened in a new tab. A plain click opens the place
 * beside the answer.
 *
 * @param {Place} place
 * @param {Place[]} trail
 * @param {Open} open
 * @param {Record<string, string>} attributes
 * @param {Node | string} content
 * @returns {HTMLElement}
 */
function placeLink(place, trail, open, attributes, content) {
  const onclick = (/** @type {MouseEvent} */ event) => {
    if (!isPlainClick(event)) return;
    event.preventDefault();
    open(place, link, trail);
  };
  const link = h("a", { ...attributes, href: placeUrl(place), onclick }, content);
  return link;
}

/**
 * @param {Citation | FurtherSource} citation
 * @returns {Place}
 */
export function placeOfCitation({ source, quote }) {
  const { document_id, sha256, start, end, title } = source;
  return { documentId: document_id, version: sha256, span: { start, end }, quote, title };
}

/**
 * @param {Passage} passage
 * @returns {Place}
 */
export function placeOfPassage({ document_id, sha256, start, end, text, title }) {
  const span = { start, end };
  return { documentId: document_id, version: sha256 ?? null, span, quote: text, title };
}
