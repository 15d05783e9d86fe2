// @ts-check
// Shows one answer: its sentences with their numbered chips, then its sources. If the documents do
// not say, it shows the nearest passages instead. What is no answer of the documents is only told.

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

/** The lowest confidence for each wording, best first. */
const CONFIDENCE = /** @type {const} */ ([
  [0.8, "strong", "Well supported"],
  [0.6, "fair", "Supported"],
  [-Infinity, "weak", "Weakly supported: check the quotes"],
]);

/**
 * @param {ChatAnswer | PastTurn} answer
 * @param {Open} open called after a plain click on a chip or a title
 * @param {boolean} whole whether the answer is complete
 * @returns {HTMLElement}
 */
export function answerView(answer, open, whole) {
  if (answer.status === "answered") return answered(answer, open, whole);
  return answer.mode === "quoted" ? unsupported(answer, open) : told(answer);
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
 * @returns {HTMLElement[]} the buttons that copy the answer
 */
export function actionsView(answer) {
  if (answer.citations.length === 0) return [];
  return [h("div", { class: "actions" },
    copyButton("Copy", "the answer with its references", () => asText(answer)),
    copyButton("Copy as Markdown", "", () => asMarkdown(answer)))];
}

/**
 * @param {string} words
 * @param {string} rest more words, for screen readers alone
 * @param {() => string} text
 * @returns {HTMLElement}
 */
function copyButton(words, rest, text) {
  const onclick = () => copy(text(), button);
  const button = h("button", { class: "quiet", type: "button", onclick },
    words, rest ? h("span", { class: "visually-hidden" }, ` ${rest}`) : null);
  return button;
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
  const isGone = "removed" in answer && citations.length === 0;
  return h("div", { class: "answer" },
    h("p", { class: isGone ? "answer-text gone" : "answer-text", dir: "auto" }, ...citedText(answer, trail, open)),
    ...answer.conflicts.map((conflict) => conflictView(conflict, citations, trail, open)),
    removedView("removed" in answer ? answer.removed : []),
    citations.length === 0 ? null : h("div", { class: "sources", role: "group", "aria-label": "Sources" },
      h("div", { class: "sources-head" },
        h("h3", {}, citations.length === 1 ? "Source" : "Sources"),
        whole && answer.mode === "quoted" ? confidenceView(answer.confidence) : null),
      h("ol", { role: "list" }, ...sourceViews(citations, trail, open)),
      filteredView(answer)));
}

/**
 * Returns the answer in pieces: each cited sentence as a span, and the " [n]" after it as a chip.
 *
 * @param {ChatAnswer | PastTurn} answer
 * @param {Place[]} trail
 * @param {Open} open
 * @returns {(Node | string)[]}
 */
function citedText({ answer, citations }, trail, open) {
  const pieces = [];
  let cursor = 0;
  const inOrder = [...citations].sort(
    (a, b) => a.answer.start - b.answer.start || a.marker - b.marker);
  for (const citation of inOrder) {
    const start = Math.max(cursor, utf16Offset(answer, citation.answer.start));
    const end = Math.max(cursor, utf16Offset(answer, citation.answer.end));
    pieces.push(answer.slice(cursor, start));
    // A second source of the same sentence adds only its chip: the sentence is shown already.
    if (start < end) {
      const words = highlighted(answer, start, end, citation.highlight);
      pieces.push(h("span", { class: "sentence", dir: "auto" }, ...words));
    }
    pieces.push(chip(citation, trail, open));
    const marker = ` [${citation.marker}]`;
    cursor = answer.startsWith(marker, end) ? end + marker.length : end;
  }
  pieces.push(answer.slice(cursor));
  return pieces;
}

/**
 * Returns a sentence of the answer in pieces, its short answer marked.
 *
 * @param {string} answer
 * @param {number} start of the sentence, in UTF-16 units
 * @param {number} end
 * @param {import("../lib/api.js").Span | null} short in code points
 * @returns {(Node | string)[]}
 */
function highlighted(answer, start, end, short) {
  if (!short) return [answer.slice(start, end)];
  const from = Math.max(start, utf16Offset(answer, short.start));
  const to = Math.min(end, utf16Offset(answer, short.end));
  return [
    answer.slice(start, from),
    h("mark", { class: "short-answer" }, answer.slice(from, to)),
    answer.slice(to, end),
  ];
}

/**
 * @param {Conflict} conflict
 * @param {ChatAnswer["citations"]} citations
 * @param {Place[]} trail
 * @param {Open} open
 * @returns {HTMLElement}
 */
function conflictView({ values }, citations, trail, open) {
  const pieces = values.flatMap(({ marker, text, older, published }, n) => [
    n > 0 ? ", " : "",
    h("bdi", {}, text),
    ...citations
      .filter((citation) => citation.marker === marker)
      .map((citation) => chip(citation, trail, open)),
    older ? ` (older${published ? `: ${published.slice(0, 10)}` : ""})` : "",
  ]);
  return h("p", { class: "notice", role: "note" }, "The documents disagree: ", ...pieces);
}

/**
 * @param {PastTurn["removed"]} removed
 * @returns {HTMLElement | null}
 */
function removedView(removed) {
  if (removed.length === 0) return null;
  const names = removed.flatMap(({ marker, document_id }, n) => [
    n > 0 ? ", " : "", `[${marker}] `, h("bdi", {}, document_id),
  ]);
  return h("p", { class: "notice", role: "note" },
    "No longer shown, because the document was removed or changed since: ", ...names,
    ". Ask again for an answer from the current documents.");
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
 * Shows what is said to a greeting, or of the collection, without a quote.
 *
 * @param {ChatAnswer | PastTurn} answer
 * @returns {HTMLElement}
 */
function told(answer) {
  return h("div", { class: "answer told" },
    h("p", { class: "answer-text", dir: "auto" }, answer.answer), filteredView(answer));
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
 * Offers to search for the nearest passages again, because conversations do not keep them.
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
  place.append(h("button", { class: "button", type: "button", onclick: look },
    "Show the nearest passages"));
  return place;
}

/**
 * @param {ChatAnswer | PastTurn} answer
 * @returns {HTMLElement | null}
 */
function filteredView({ filtered }) {
  if (!filtered) return null;
  const { documents, undated } = filtered;
  const matching = documents === 0
    ? "No document matches the filters."
    : documents === 1
      ? "Only one document matched the filters."
      : `Only ${documents.toLocaleString("en")} documents matched the filters.`;
  const verb = undated === 1 ? "was" : "were";
  const without = undated === 0
    ? ""
    : ` ${undated.toLocaleString("en")} without a date ${verb} left out.`;
  return h("p", { class: "filtered" }, matching + without);
}

/**
 * @param {number} confidence
 * @returns {HTMLElement}
 */
function confidenceView(confidence) {
  const { level, words } = confidenceOf(confidence);
  return h("p", { class: "confidence", "data-level": level }, words);
}
