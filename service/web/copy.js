// @ts-check
// An answer with its references as text, and the way into the clipboard.

import { announce } from "./announce.js";
import { h } from "./dom.js";
import { placeUrl } from "./links.js";
import { placeOfCitation } from "./sources.js";

/** @typedef {import("./api.js").Citation} Citation */
/** @typedef {import("./chat.js").ChatAnswer} ChatAnswer */
/** @typedef {import("./chat.js").PastTurn} PastTurn */

const SAID_MS = 2000;

/**
 * @param {ChatAnswer | PastTurn} answer
 * @returns {string}
 */
export function asText({ answer, citations }) {
  const references = citations.map((citation) => `[${citation.marker}] ${nameOf(citation)}\n    ${linkTo(citation)}`);
  return [answer, "", ...references, ""].join("\n");
}

/**
 * @param {ChatAnswer | PastTurn} answer
 * @returns {string}
 */
export function asMarkdown({ answer, citations }) {
  const references = citations.map((citation) => `- \\[${citation.marker}\\] [${escaped(nameOf(citation))}](<${linkTo(citation)}>)`);
  return [`> ${escaped(answer)}`, "", ...references, ""].join("\n");
}

/**
 * @param {Citation} citation
 * @returns {string}
 */
function nameOf({ source }) {
  const name = source.title || source.document_id;
  return source.published ? `${name} (${source.published})` : name;
}

/**
 * @param {Citation} citation
 * @returns {string}
 */
function linkTo(citation) {
  return location.origin + placeUrl(placeOfCitation(citation));
}

/**
 * In one line, nothing in it taken for markup.
 *
 * @param {string} text
 * @returns {string}
 */
function escaped(text) {
  const line = text.split(/\s+/).join(" ").trim();
  return line.replace(/[\\`*_[\]<>&#|~$!]/g, "\\$&").replace(/^([-+=]|\d+[.)])/, "\\$1");
}

/**
 * @param {string} text
 * @param {HTMLElement} button says for a moment that it is done
 */
export async function copy(text, button) {
  const done = await navigator.clipboard?.writeText(text).then(() => true, () => false);
  if (!done && !copyFromField(text)) return announce("The browser does not let this page copy.");
  announce("Copied.");
  button.dataset.said = "Copied";
  setTimeout(() => { delete button.dataset.said; }, SAID_MS);
}

/**
 * The way for pages that do not come over HTTPS from another machine.
 *
 * @param {string} text
 * @returns {boolean}
 */
function copyFromField(text) {
  const focused = document.activeElement;
  const field = h("textarea", { class: "visually-hidden", "aria-hidden": "true" });
  field.value = text;
  document.body.append(field);
  field.select();
  const done = document.execCommand("copy");
  field.remove();
  if (focused instanceof HTMLElement) focused.focus({ preventScroll: true });
  return done;
}
