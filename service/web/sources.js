// @ts-check
// Shows where words come from: chips, sources and passages, each a link to its place in a document.

import { h } from "./dom.js";
import { placeUrl } from "./links.js";

/** @typedef {import("./api.js").Citation} Citation */
/** @typedef {import("./api.js").FurtherSource} FurtherSource */
/** @typedef {import("./api.js").Passage} Passage */
/** @typedef {import("./links.js").Place} Place */
/** @typedef {(place: Place, opener: HTMLElement) => void} Open */

/**
 * @param {Citation} citation
 * @param {Open} open
 * @returns {HTMLElement}
 */
export function chip(citation, open) {
  const name = `${citation.marker}: source in ${citation.source.title || citation.source.document_id}`;
  return placeLink(placeOfCitation(citation), open, { class: "chip", "aria-label": name }, String(citation.marker));
}

/**
 * @param {Citation} citation
 * @param {Open} open
 * @returns {HTMLElement}
 */
export function sourceView(citation, open) {
  return h("li", { class: "source", value: citation.marker },
    h("span", { class: "source-number", "aria-hidden": "true" }, String(citation.marker)),
    h("div", { class: "source-body" },
      h("blockquote", { dir: "auto" }, citation.quote),
      whereView(placeOfCitation(citation), citation.source.published, open),
      alsoView(citation, open)));
}

/**
 * The other documents that say so; those of the same title go by their names.
 *
 * @param {Citation} citation
 * @param {Open} open
 * @returns {HTMLElement | null}
 */
function alsoView({ source, also }, open) {
  if (also.length === 0) return null;
  const links = also.map((other) => {
    const { title, document_id } = other.source;
    const name = title && title !== source.title ? title : document_id;
    return placeLink(placeOfCitation(other), open, { class: "title-link" }, h("bdi", {}, name));
  });
  return h("p", { class: "also" }, "Also in ", ...links.flatMap((link, n) => (n > 0 ? [", ", link] : [link])));
}

/**
 * @param {Passage} passage
 * @param {Open} open
 * @returns {HTMLElement}
 */
export function passageView(passage, open) {
  return h("li", { class: "source" },
    h("div", { class: "source-body" },
      whereView(placeOfPassage(passage), null, open),
      h("p", { class: "excerpt", dir: "auto" }, passage.text)));
}

/**
 * @param {Place} place
 * @param {string | null} published
 * @param {Open} open
 * @returns {HTMLElement}
 */
function whereView(place, published, open) {
  const title = h("bdi", {}, place.title || place.documentId);
  return h("p", { class: "where" },
    placeLink(place, open, { class: "title-link" }, title),
    published ? h("span", { class: "published" }, ` · ${published}`) : null);
}

/**
 * A real link, so that it can be copied or opened in a new tab; a plain click opens the place beside the answer.
 *
 * @param {Place} place
 * @param {Open} open
 * @param {Record<string, string>} attributes
 * @param {Node | string} content
 * @returns {HTMLElement}
 */
function placeLink(place, open, attributes, content) {
  const link = h("a", { ...attributes, href: placeUrl(place), onclick: (/** @type {MouseEvent} */ event) => {
    if (event.button !== 0 || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    open(place, link);
  } }, content);
  return link;
}

/**
 * @param {Citation | FurtherSource} citation
 * @returns {Place}
 */
function placeOfCitation({ source, quote }) {
  const { document_id, sha256, start, end, title } = source;
  return { documentId: document_id, version: sha256, span: { start, end }, quote, title };
}

/**
 * @param {Passage} passage
 * @returns {Place}
 */
function placeOfPassage({ document_id, sha256, start, end, text, title }) {
  return { documentId: document_id, version: sha256 ?? null, span: { start, end }, quote: text, title };
}
