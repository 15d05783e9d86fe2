// @ts-check
// Writes an answer with its references as text and as Markdown.

import { pathOf, placeOfCitation, placesInWords } from "../evidence/places.js";
import { placeUrl } from "../lib/links.js";
import { utf16Offset } from "../lib/offsets.js";
import { wordingInWords } from "../wording/told.js";

/** @typedef {import("../lib/api.js").Citation} Citation */
/** @typedef {import("./chat.js").ChatAnswer} ChatAnswer */
/** @typedef {import("./chat.js").PastTurn} PastTurn */

/**
 * @param {ChatAnswer | PastTurn} whole
 * @returns {string}
 */
export function asText(whole) {
  const { mode, answer, citations } = whole;
  const references = citations.map((citation) => {
    const quote = mode === "worded" ? `    “${inOneLine(citation.quote)}”\n` : "";
    return `[${citation.marker}] ${nameOf(citation)}\n${quote}    ${linkTo(citation)}`;
  });
  return [answer, "", ...references, ...told(whole), ""].join("\n");
}

/**
 * Writes each document's sentences as a quotation of their own, the lines of a list on lines of
 * their own. What an LLM worded is no quotation; then the references have their quotes.
 *
 * @param {ChatAnswer | PastTurn} whole
 * @returns {string}
 */
export function asMarkdown(whole) {
  const { mode, answer, citations } = whole;
  const references = citations.map((citation) => {
    const link = `[${escaped(nameOf(citation))}](<${linkTo(citation)}>)`;
    const quote = mode === "worded" ? `: “${escaped(citation.quote)}”` : "";
    return `- \\[${citation.marker}\\] ${link}${quote}`;
  });
  if (mode === "worded") {
    const lines = answer.split("\n").map(escaped).join("\\\n").replace(/(^|\n)\\(?=\n)/g, "$1");
    return [lines, "", ...references, ...told(whole).map(escaped), ""].join("\n");
  }
  const parts = mode === "quoted" ? byDocument(answer, citations) : [answer];
  const quoted = parts.map((part) =>
    part.split("\n").map(quotedLine).join("\\\n").replace(/(^|\n)>\\(?=\n)/g, "$1>"));
  return [quoted.join("\n\n"), "", ...references, ...told(whole).map(escaped), ""].join("\n");
}

/**
 * @param {ChatAnswer | PastTurn} answer
 * @returns {string[]} lines that say who worded it; none where nobody did
 */
function told({ mode, wording }) {
  return wording && wording.problem === null ? ["", wordingInWords(mode, wording)] : [];
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
  return inOneLine(text).replace(/[\\`*_[\]<>&#|~$!]/g, "\\$&").replace(/^([-+=]|\d+[.)])/, "\\$1");
}

/** @param {string} text */
function inOneLine(text) {
  return text.split(/\s+/).join(" ").trim();
}
