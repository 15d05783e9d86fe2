// @ts-check
// Shows one answer: its sentences with their numbered chips, then its sources; or, where the documents do not
// say, the nearest passages.

import { h } from "./dom.js";
import { utf16Offset } from "./offsets.js";
import { chip, passageView, sourceView } from "./sources.js";

/** @typedef {import("./api.js").Answer} Answer */
/** @typedef {import("./api.js").Conflict} Conflict */
/** @typedef {import("./sources.js").Open} Open */

/** The least confidence for each wording, best first. */
const CONFIDENCE = /** @type {const} */ ([
  [0.8, "strong", "Well supported"],
  [0.6, "fair", "Supported"],
  [-Infinity, "weak", "Weakly supported"],
]);

/**
 * @param {Answer} answer
 * @param {Open} open called for a plain click on a chip or a title
 * @returns {HTMLElement}
 */
export function answerView(answer, open) {
  return answer.status === "answered" ? answered(answer, open) : unsupported(answer, open);
}

/**
 * @param {Answer} answer
 * @param {Open} open
 * @returns {HTMLElement}
 */
function answered(answer, open) {
  const { citations } = answer;
  return h("div", { class: "answer" },
    h("p", { class: "answer-text", dir: "auto" }, ...citedText(answer, open)),
    ...answer.conflicts.map((conflict) => conflictView(conflict, citations, open)),
    h("section", { class: "sources", "aria-label": "Sources" },
      h("div", { class: "sources-head" },
        h("h3", {}, citations.length === 1 ? "Source" : "Sources"),
        confidenceView(answer.confidence)),
      h("ol", { role: "list" }, ...citations.map((citation) => sourceView(citation, open)))));
}

/**
 * The answer's text in order. Each cited sentence becomes a span, and the " [n]" after it a chip.
 *
 * @param {Answer} answer
 * @param {Open} open
 * @returns {(Node | string)[]}
 */
function citedText({ answer, citations }, open) {
  const pieces = [];
  let cursor = 0;
  for (const citation of [...citations].sort((a, b) => a.answer.start - b.answer.start || a.marker - b.marker)) {
    const start = Math.max(cursor, utf16Offset(answer, citation.answer.start));
    const end = Math.max(cursor, utf16Offset(answer, citation.answer.end));
    pieces.push(answer.slice(cursor, start));
    // A second source of the same sentence finds the sentence already shown, and adds its chip only.
    if (start < end) pieces.push(h("span", { class: "sentence", dir: "auto" }, answer.slice(start, end)));
    pieces.push(chip(citation, open));
    const marker = ` [${citation.marker}]`;
    cursor = answer.startsWith(marker, end) ? end + marker.length : end;
  }
  pieces.push(answer.slice(cursor));
  return pieces;
}

/**
 * @param {Conflict} conflict
 * @param {Answer["citations"]} citations
 * @param {Open} open
 * @returns {HTMLElement}
 */
function conflictView({ values }, citations, open) {
  const said = values.flatMap(({ marker, text }, n) => [
    n > 0 ? ", " : "",
    h("bdi", {}, text),
    ...citations.filter((citation) => citation.marker === marker).map((citation) => chip(citation, open)),
  ]);
  return h("p", { class: "notice", role: "note" }, "The documents disagree: ", ...said);
}

/**
 * @param {Answer} answer
 * @param {Open} open
 * @returns {HTMLElement}
 */
function unsupported({ answer, passages }, open) {
  return h("div", { class: "answer unsupported" },
    h("p", { class: "verdict" }, "No answer found"),
    h("p", { class: "answer-text", dir: "auto" }, answer),
    passages.length === 0 ? null : h("section", { class: "sources", "aria-label": "Nearest passages" },
      h("div", { class: "sources-head" }, h("h3", {}, "Nearest passages")),
      h("ol", { role: "list" }, ...passages.map((passage) => passageView(passage, open)))));
}

/**
 * @param {number} confidence
 * @returns {HTMLElement}
 */
function confidenceView(confidence) {
  const [, level, words] = CONFIDENCE.find(([least]) => confidence >= least) ?? CONFIDENCE[2];
  return h("p", { class: "confidence", "data-level": level }, words);
}
