// @ts-check
// Writes an answer with its references as text and as Markdown.

import { placeUrl } from "../lib/links.js";
import { placeOfCitation } from "./sources.js";

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
 * @param {ChatAnswer | PastTurn} answer
 * @returns {string}
 */
export function asMarkdown({ mode, answer, citations }) {
  const references = citations.map((citation) => {
    const link = `[${escaped(nameOf(citation))}](<${linkTo(citation)}>)`;
    return `- \\[${citation.marker}\\] ${link}`;
  });
  // A line break in a quote means nothing; those of a list or an outline do.
  const lines = mode === "quoted" ? [answer] : answer.split("\n");
  const quoted = lines.map((line) => `> ${escaped(line)}`).join("\\\n");
  return [quoted, "", ...references, ""].join("\n");
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
 * Returns the text in one line, with everything escaped that Markdown would take for markup.
 *
 * @param {string} text
 * @returns {string}
 */
function escaped(text) {
  const line = text.split(/\s+/).join(" ").trim();
  return line.replace(/[\\`*_[\]<>&#|~$!]/g, "\\$&").replace(/^([-+=]|\d+[.)])/, "\\$1");
}
