// @ts-check
// Shows one answer: its sentences with their numbered chips, then its sources; or, where the documents do not
// say, the nearest passages.

import { post } from "../lib/api.js";
import { copy } from "../lib/copy.js";
import { h } from "../lib/dom.js";
import { utf16Offset } from "../lib/offsets.js";
import { problemView } from "../lib/problem.js";
import { asMarkdown, asText } from "./quotation.js";
import { chip, passageView, placeOfCitation, placeOfPassage, sourceViews } from "./sources.js";

/** @typedef {import("../lib/api.js").Conflict} Conflict */
/** @typedef {import("../lib/api.js").Passage} Passage */
/** @typedef {import("./chat.js").ChatAnswer} ChatAnswer */
/** @typedef {import("./chat.js").PastTurn} PastTurn */
/** @typedef {import("../lib/links.js").Place} Place */
/** @typedef {import("./sources.js").Open} Open */

/** The least confidence for each wording, best first. */
const CONFIDENCE = /** @type {const} */ ([
  [0.8, "strong", "Well supported"],
  [0.6, "fair", "Supported"],
  [-Infinity, "weak", "Weakly supported: check the quotes"],
]);

/**
 * @param {ChatAnswer | PastTurn} answer
 * @param {Open} open called for a plain click on a chip or a title
 * @param {boolean} whole whether this is all of it
 * @returns {HTMLElement}
 */
export function answerView(answer, open, whole) {
  return answer.status === "answered" ? answered(answer, open, whole) : unsupported(answer, open);
}

/**
 * @param {number} confidence
 * @returns {{ level: string, words: string }}
 */
export function confidenceOf(confidence) {
  const [, level, words] = CONFIDENCE.find(([least]) => confidence >= least) ?? CONFIDENCE[2];
  return { level, words };
}

/**
 * @param {ChatAnswer | PastTurn} answer
 * @returns {HTMLElement[]} what can be done with it
 */
export function actionsView(answer) {
  if (answer.citations.length === 0) return [];
  return [h("div", { class: "actions" },
    copyButton("Copy", "the answer with its references", () => asText(answer)),
    copyButton("Copy as Markdown", "", () => asMarkdown(answer)))];
}

/**
 * @param {string} words
 * @param {string} rest for screen readers
 * @param {() => string} text
 * @returns {HTMLElement}
 */
function copyButton(words, rest, text) {
  return h("button", { class: "quiet", type: "button", onclick: (/** @type {MouseEvent} */ event) => copy(text(), /** @type {HTMLElement} */ (event.currentTarget)) },
    words, rest ? h("span", { class: "visually-hidden" }, ` ${rest}`) : null);
}

/**
 * @param {ChatAnswer | PastTurn} answer
 * @param {Open} open
 * @param {boolean} whole
 * @returns {HTMLElement}
 */
function answered(answer, open, whole) {
  const { citations } = answer;
  const trail = citations.map(placeOfCitation);
  return h("div", { class: "answer" },
    h("p", { class: citations.length ? "answer-text" : "answer-text gone", dir: "auto" }, ...citedText(answer, trail, open)),
    ...answer.conflicts.map((conflict) => conflictView(conflict, citations, trail, open)),
    removedView("removed" in answer ? answer.removed : []),
    citations.length === 0 ? null : h("section", { class: "sources", "aria-label": "Sources" },
      h("div", { class: "sources-head" },
        h("h3", {}, citations.length === 1 ? "Source" : "Sources"),
        whole ? confidenceView(answer.confidence) : null),
      h("ol", { role: "list" }, ...sourceViews(citations, trail, open)),
      filteredView(answer)));
}

/**
 * The answer's text in order. Each cited sentence becomes a span, and the " [n]" after it a chip.
 *
 * @param {ChatAnswer | PastTurn} answer
 * @param {Place[]} trail
 * @param {Open} open
 * @returns {(Node | string)[]}
 */
function citedText({ answer, citations }, trail, open) {
  const pieces = [];
  let cursor = 0;
  for (const citation of [...citations].sort((a, b) => a.answer.start - b.answer.start || a.marker - b.marker)) {
    const start = Math.max(cursor, utf16Offset(answer, citation.answer.start));
    const end = Math.max(cursor, utf16Offset(answer, citation.answer.end));
    pieces.push(answer.slice(cursor, start));
    // A second source of the same sentence finds the sentence already shown, and adds its chip only.
    if (start < end) pieces.push(h("span", { class: "sentence", dir: "auto" }, answer.slice(start, end)));
    pieces.push(chip(citation, trail, open));
    const marker = ` [${citation.marker}]`;
    cursor = answer.startsWith(marker, end) ? end + marker.length : end;
  }
  pieces.push(answer.slice(cursor));
  return pieces;
}

/**
 * @param {Conflict} conflict
 * @param {ChatAnswer["citations"]} citations
 * @param {Place[]} trail
 * @param {Open} open
 * @returns {HTMLElement}
 */
function conflictView({ values }, citations, trail, open) {
  const said = values.flatMap(({ marker, text }, n) => [
    n > 0 ? ", " : "",
    h("bdi", {}, text),
    ...citations.filter((citation) => citation.marker === marker).map((citation) => chip(citation, trail, open)),
  ]);
  return h("p", { class: "notice", role: "note" }, "The documents disagree: ", ...said);
}

/**
 * @param {PastTurn["removed"]} removed
 * @returns {HTMLElement | null}
 */
function removedView(removed) {
  if (removed.length === 0) return null;
  const names = removed.flatMap(({ marker, document_id }, n) => [n > 0 ? ", " : "", `[${marker}] `, h("bdi", {}, document_id)]);
  return h("p", { class: "notice", role: "note" },
    "No longer shown, because the document was removed or changed since: ", ...names, ". Ask again to have an answer from what there is now.");
}

/**
 * @param {ChatAnswer | PastTurn} answer
 * @param {Open} open
 * @returns {HTMLElement}
 */
function unsupported(answer, open) {
  return h("div", { class: "answer unsupported" },
    h("p", { class: "verdict" }, "No answer found"),
    h("p", { class: "answer-text", dir: "auto" }, answer.answer),
    filteredView(answer),
    "passages" in answer ? passagesView(answer.passages, open) : passagesOnDemand(answer, open));
}

/**
 * @param {Passage[]} passages
 * @param {Open} open
 * @returns {HTMLElement | null}
 */
function passagesView(passages, open) {
  if (passages.length === 0) return null;
  const trail = passages.map(placeOfPassage);
  return h("section", { class: "sources", "aria-label": "Nearest passages" },
    h("div", { class: "sources-head" }, h("h3", {}, "Nearest passages")),
    h("ol", { role: "list" }, ...passages.map((passage) => passageView(passage, trail, open))));
}

/**
 * What was nearest is not kept with a conversation; so it is looked for again.
 *
 * @param {PastTurn} answer
 * @param {Open} open
 * @returns {HTMLElement}
 */
function passagesOnDemand({ standalone_question }, open) {
  const place = h("div", { class: "passages" });
  const look = async () => {
    place.replaceChildren(h("p", { class: "pending" }, "Looking through the documents…"));
    try {
      const { passages } = await post("/v1/ask", { question: standalone_question, top_k: 5 });
      place.replaceChildren(passagesView(passages, open) ?? h("p", {}, "There are none."));
      place.querySelector("a")?.focus();
    } catch (error) {
      place.replaceChildren(problemView(error, { retry: look }));
    }
  };
  place.append(h("button", { class: "button", type: "button", onclick: look }, "Show the nearest passages"));
  return place;
}

/**
 * @param {ChatAnswer | PastTurn} answer
 * @returns {HTMLElement | null}
 */
function filteredView({ filtered }) {
  if (!filtered) return null;
  const { documents, undated } = filtered;
  const among = documents === 1 ? "Only one document was asked" : `Only ${documents.toLocaleString("en")} documents were asked`;
  const without = undated === 0 ? "" : ` ${undated.toLocaleString("en")} without a date ${undated === 1 ? "was" : "were"} left out.`;
  return h("p", { class: "filtered" }, documents === 0 ? `No document matches the filters.${without}` : `${among}, by the filters.${without}`);
}

/**
 * @param {number} confidence
 * @returns {HTMLElement}
 */
function confidenceView(confidence) {
  const { level, words } = confidenceOf(confidence);
  return h("p", { class: "confidence", "data-level": level }, words);
}
