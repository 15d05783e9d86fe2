// @ts-check
// The text of a worded answer: each sentence with the numbers of what it rests on. A sentence that
// is a quote is shown as one.

import { numberView, sentenceView } from "../evidence/handles.js";
import { h } from "../lib/dom.js";
import { t } from "../lib/language.js";
import { utf16Offset } from "../lib/offsets.js";

/** @typedef {import("../evidence/card.js").Card} Card */
/** @typedef {import("../evidence/places.js").Open} Open */
/** @typedef {import("../lib/api.js").Answer} Answer */
/** @typedef {import("../lib/api.js").Citation} Citation */
/** @typedef {import("../lib/api.js").Sentence} Sentence */
/** @typedef {Pick<Answer, "answer" | "citations" | "sentences">} Prose */

/** For the ids of what is said of sentences, which they are described by. */
let made = 0;

/**
 * @param {Prose} answer
 * @param {Card[]} cards those of the answer; none while it is still arriving
 * @param {Open} follow called after a plain click on a sentence
 * @returns {HTMLElement}
 */
export function proseView({ answer, citations, sentences }, cards, follow) {
  /** @type {(Node | string)[]} */
  const nodes = [];
  let cursor = 0;
  for (const sentence of sentences) {
    const start = Math.max(cursor, utf16Offset(answer, sentence.start));
    const end = Math.max(start, utf16Offset(answer, sentence.end));
    const cited = sentence.markers.flatMap(
      (marker) => citations.find((citation) => citation.marker === marker) ?? []);
    const words = answer.slice(start, end);
    nodes.push(answer.slice(cursor, start),
      ...pieces(sentence, words, cited, citations, cards, follow));
    const markers = sentence.markers.map((marker) => ` [${marker}]`).join("");
    cursor = answer.startsWith(markers, end) ? end + markers.length : end;
  }
  return h("div", { class: "answer-text prose", dir: "auto" }, ...nodes, answer.slice(cursor));
}

/**
 * @param {Sentence} sentence
 * @param {string} words
 * @param {Citation[]} cited those that it rests on
 * @param {Citation[]} citations all of the answer
 * @param {Card[]} cards
 * @param {Open} follow
 * @returns {(Node | string)[]} the sentence; what is said of it; the numbers of further evidence
 */
function pieces(sentence, words, [first, ...further], citations, cards, follow) {
  if (first === undefined) return [words];
  const isQuote = sentence.support.method === "verbatim";
  const told = h("span", { id: `support-${made += 1}`, hidden: true },
    isQuote ? t("wording.is_quote") : t("wording.is_supported"));
  const numbers = further.map((citation) => numberView(citation, cards, follow, citations));
  const link = sentenceView(first, [words], cards, follow, citations);
  link.classList.toggle("verbatim", isQuote);
  const described = [link.getAttribute("aria-describedby"), told.id].filter(Boolean).join(" ");
  link.setAttribute("aria-describedby", described);
  return [link, told, ...numbers];
}
