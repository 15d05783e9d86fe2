// @ts-check
// Shows one answer: its sentences, the cards of its documents, and why it may be trusted. If the
// documents do not say, it shows the nearest passages. What is no answer of the documents is told.

import { cardsView, evidenceOf } from "../evidence/cards.js";
import { answerText, numberView } from "../evidence/handles.js";
import { passagesOnDemand, passagesView } from "../evidence/nearest.js";
import { showSheet, usesSheet } from "../evidence/sheet.js";
import { whyView } from "../evidence/why.js";
import { h } from "../lib/dom.js";
import { day, t } from "../lib/language.js";
import { proseView } from "../wording/prose.js";
import { wordingView } from "../wording/told.js";
import { scopeView } from "./scope.js";

/** @typedef {import("../evidence/card.js").Card} Card */
/** @typedef {import("../evidence/places.js").Open} Open */
/** @typedef {import("../lib/api.js").Conflict} Conflict */
/** @typedef {import("./chat.js").ChatAnswer} ChatAnswer */
/** @typedef {import("./chat.js").PastTurn} PastTurn */
/** @typedef {import("./scope.js").AskedFilters} AskedFilters */
/**
 * @typedef {object} Ways
 * @property {Open} open called to open a document
 * @property {AskedFilters | null} filters that the question was asked with
 * @property {() => void} onAskAll asks the question again, in all documents
 */

/**
 * What the server says where there is no answer, and the page says in the reader's language.
 *
 * @type {Record<string, import("../lib/language.js").Key>}
 */
const REFUSALS = {
  "The documents do not say.": "conversation.not_said",
  "No document matches the filters.": "conversation.none_matched",
};

/**
 * @param {ChatAnswer} draft the answer as far as it has arrived
 * @param {Open} open
 * @returns {HTMLElement}
 */
export function draftView(draft, open) {
  return h("div", { class: "answer" }, textView(draft, [], open));
}

/**
 * @param {ChatAnswer | PastTurn} answer
 * @param {Card[]} cards
 * @param {Open} follow
 * @returns {HTMLElement}
 */
function textView(answer, cards, follow) {
  const view = answer.mode === "worded" ? proseView : answerText;
  return view(answer, cards, follow);
}

/**
 * @param {ChatAnswer | PastTurn} answer
 * @param {Ways} ways
 * @returns {HTMLElement}
 */
export function answerView(answer, ways) {
  if (answer.status === "answered") return answered(answer, ways);
  return answer.mode === "quoted" ? unsupported(answer, ways) : told(answer);
}

/**
 * @param {ChatAnswer | PastTurn} answer
 * @param {Ways} ways
 * @returns {HTMLElement}
 */
function answered(answer, ways) {
  const { citations, conflicts, mode } = answer;
  if (citations.length === 0) return withoutQuotes(answer, ways);
  const { view, cards } = cardsView(evidenceOf(answer), ways.open);
  const follow = followed(cards, ways.open);
  return h("div", { class: "answer" },
    textView(answer, cards, follow),
    wordingView(answer),
    unansweredView(answer.unanswered ?? []),
    ...conflicts.map((conflict) => conflictView(conflict, answer, cards, follow)),
    removedView("removed" in answer ? answer.removed : []),
    h("div", {
      class: "sources",
      role: "group",
      "aria-label": t("conversation.sources", { n: citations.length }),
    }, view),
    mode === "quoted" || mode === "worded" ? why(answer, ways) : filteredView(answer));
}

/**
 * @param {ChatAnswer | PastTurn} answer
 * @param {Ways} ways
 * @returns {HTMLElement}
 */
function withoutQuotes(answer, { open }) {
  const isGone = "removed" in answer && answer.removed.length > 0;
  const text = answerText(answer, [], open);
  if (isGone) text.classList.add("gone");
  return h("div", { class: "answer" },
    text, wordingView(answer), removedView("removed" in answer ? answer.removed : []),
    filteredView(answer));
}

/**
 * @param {string[]} questions of several in one, those without an answer
 * @returns {HTMLElement | null}
 */
function unansweredView(questions) {
  if (questions.length === 0) return null;
  const named = questions.flatMap((question, n) => [n > 0 ? " · " : "", h("q", {}, question)]);
  return h("p", { class: "notice", role: "note" }, t("conversation.left_open"), " ", ...named);
}

/**
 * Where there is no room for the document beside the answer, a sentence's card comes first.
 *
 * @param {Card[]} cards
 * @param {Open} open
 * @returns {Open}
 */
function followed(cards, open) {
  return (place, opener, trail) => {
    const card = cards.find(({ evidence }) =>
      evidence.quotes.some(({ marker }) => marker !== null && marker === place.marker));
    if (card && usesSheet()) showSheet(card, place, opener, trail, open);
    else open(place, opener, trail);
  };
}

/**
 * @param {ChatAnswer | PastTurn} answer
 * @param {Ways} ways
 * @returns {HTMLElement}
 */
function why(answer, { open, filters }) {
  const chips = scopeView(filters, "");
  const told = [chips, filteredView(answer)].filter((part) => part !== null);
  return whyView(answer, told, () => nearestOf(answer, open, filters));
}

/**
 * @param {ChatAnswer | PastTurn} answer
 * @param {Open} open
 * @param {AskedFilters | null} filters
 * @returns {HTMLElement}
 */
function nearestOf(answer, open, filters) {
  return "passages" in answer
    ? passagesView(answer.passages, open)
    : passagesOnDemand(answer.standalone_question, filters, open);
}

/**
 * @param {Conflict} conflict
 * @param {ChatAnswer | PastTurn} answer
 * @param {Card[]} cards
 * @param {Open} follow
 * @returns {HTMLElement}
 */
function conflictView({ values }, { citations }, cards, follow) {
  const pieces = values.flatMap(({ marker, text, older, published }, n) => [
    n > 0 ? ", " : "",
    h("bdi", {}, text),
    ...citations
      .filter((citation) => citation.marker === marker)
      .map((citation) => numberView(citation, cards, follow, citations)),
    older ? ` (${olderInWords(published)})` : "",
  ]);
  return h("p", { class: "notice", role: "note" }, t("conversation.conflict"), " ", ...pieces);
}

/** @param {string | null} published */
function olderInWords(published) {
  return published
    ? t("conversation.older_of", { day: day(published) })
    : t("conversation.older");
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
    t("conversation.removed"), " ", ...names, `. ${t("conversation.removed_advice")}`);
}

/**
 * @param {ChatAnswer | PastTurn} answer
 * @param {Ways} ways
 * @returns {HTMLElement}
 */
function unsupported(answer, { open, filters, onAskAll }) {
  const all = filters === null
    ? null
    : h("button", { class: "button", type: "button", onclick: onAskAll },
      t("conversation.ask_all"));
  return h("div", { class: "answer unsupported" },
    h("p", { class: "verdict" }, t("conversation.no_answer")),
    h("p", { class: "answer-text", dir: "auto" }, refusalInWords(answer)),
    answer.filtered?.documents === 0 ? null : filteredView(answer),
    all,
    nearestOf(answer, open, filters));
}

/**
 * @param {ChatAnswer | PastTurn} answer
 * @returns {string}
 */
export function refusalInWords({ answer }) {
  const key = REFUSALS[answer];
  return key ? t(key) : answer;
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
 * @param {ChatAnswer | PastTurn} answer
 * @returns {HTMLElement | null}
 */
function filteredView({ filtered }) {
  if (!filtered) return null;
  const { documents, undated } = filtered;
  const matching = documents === 0
    ? t("conversation.none_matched")
    : t("conversation.matched", { n: documents });
  const without = undated === 0 ? "" : ` ${t("conversation.undated", { n: undated })}`;
  return h("p", { class: "filtered" }, matching + without);
}
