// @ts-check
// Writes an answer with its references as text and as Markdown.

import { pathOf, placeOfCitation, placesInWords } from "../evidence/places.js";
import { placeUrl } from "../lib/links.js";
import { utf16Offset } from "../lib/offsets.js";

/** @typedef {import("../lib/api.js").Citation} Citation */
/** @typedef {import("./chat.js").ChatAnswer} ChatAnswer */
/** @typedef {import("./chat.js").PastTurn} PastTurn */

/**
 * @param {ChatAnswer | PastTurn} answer
 * @returns {string}
 */
export function asText({ answer, citations }) {
  const references = citations.map(
    (citation) => `[${citation.marker}] ${nameOf(citation)}\n    ${linkTo(citation)}`);
  return [answer, "", ...references, ""].join("\n");
}

/**
 * Writes each document's sentences as a quotation of their own, the lines of a list on lines of
 * their own.
 *
 * @param {ChatAnswer | PastTurn} answer
 * @returns {string}
 */
export function asMarkdown({ mode, answer, citations }) {
  const references = citations.map((citation) => {
    const link = `[${escaped(nameOf(citation))}](<${linkTo(citation)}>)`;
    return `- \\[${citation.marker}\\] ${link}`;
  });
  const parts = mode === "quoted" ? byDocument(answer, citations) : [answer];
  const quoted = parts.map((part) =>
    part.split("\n").map(quotedLine).join("\\\n").replace(/(^|\n)>\\(?=\n)/g, "$1>"));
  return [quoted.join("\n\n"), "", ...references, ""].join("\n");
}

/**
 * @param {string} answer
 * @param {Citation[]} citations
 * @returns {string[]} the answer, cut where another document begins to speak
 */
function byDocument(answer, citations) {
  const starts = citations
    .filter(({ source }, n) => source.document_id !== citations[n - 1]?.source.document_id)
    .map(({ answer: { start } }) => utf16Offset(answer, start));
  return starts.map((start, n) => answer.slice(n === 0 ? 0 : start, starts[n + 1]).trim());
}

/** @param {string} line */
function quotedLine(line) {
  return `> ${escaped(line)}`.trimEnd();
}

/**
 * @param {Citation} citation
 * @returns {string} the title, the headings, the day and the place in the original
 */
function nameOf({ source }) {
  const { title, document_id, published, places = [] } = source;
  const path = [title || document_id, ...pathOf(source)].join(" › ");
  const dated = published ? `${path} (${published})` : path;
  return [dated, placesInWords(places)].filter((part) => part !== "").join(", ");
}

/**
 * @param {Citation} citation
 * @returns {string}
 */
function linkTo(citation) {
  return location.origin + placeUrl(placeOfCitation(citation));
}

/**
 * Returns the text in one line, with everything escaped that Markdown would take for markup.
 *
 * @param {string} text
 * @returns {string}
 */
function escaped(text) {
  const line = text.split(/\s+/).join(" ").trim();
  return line.replace(/[\\`*_[\]<>&#|~$!]/g, "\\$&").replace(/^([-+=]|\d+[.)])/, "\\$1");
}
