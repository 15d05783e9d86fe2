// @ts-check
// The answer's text: each cited sentence is a link to its place as a whole, with its number in it.

import { h } from "../lib/dom.js";
import { utf16Offset } from "../lib/offsets.js";
import { spanView } from "./drawing.js";
import { nameOf, placeLink, placeOfCitation, shortAnswer } from "./places.js";
import { withPreview } from "./preview.js";

/** @typedef {import("../lib/api.js").Answer} Answer */
/** @typedef {import("../lib/api.js").Citation} Citation */
/** @typedef {import("./card.js").Card} Card */
/** @typedef {import("./excerpts.js").Excerpt} Excerpt */
/** @typedef {import("./places.js").Open} Open */
/** @typedef {Pick<Answer, "answer" | "citations" | "mode">} Cited */

/**
 * @param {Cited} answer
 * @param {Card[]} cards those of the answer; none while it is still arriving
 * @param {Open} follow called after a plain click on a sentence
 * @returns {HTMLElement}
 */
export function answerText(answer, cards, follow) {
  const pieces = citedPieces(answer, cards, follow);
  const names = new Set(answer.citations.map(({ source }) => source.document_id));
  if (answer.mode !== "quoted" || names.size < 2) {
    return h("div", { class: "answer-text", dir: "auto" }, ...pieces.flatMap(({ nodes }) => nodes));
  }
  return h("div", { class: "answer-text" }, ...byDocument(pieces));
}

/**
 * @param {Citation} citation
 * @param {Card[]} cards
 * @param {Open} follow
 * @param {Citation[]} citations all of the answer
 * @returns {HTMLElement} the number alone, as the handle of another source of the same words
 */
export function numberView(citation, cards, follow, citations) {
  return handle(citation, cards, follow, citations, "chip", String(citation.marker));
}

/**
 * A stretch of the answer, and the citation that it belongs to.
 *
 * @typedef {{ citation: Citation | null, nodes: (Node | string)[] }} Piece
 */

/**
 * @param {Cited} answer
 * @param {Card[]} cards
 * @param {Open} follow
 * @returns {Piece[]}
 */
function citedPieces({ answer, citations }, cards, follow) {
  /** @type {Piece[]} */
  const pieces = [];
  let cursor = 0;
  const words = (/** @type {Citation} */ citation, /** @type {number} */ start,
    /** @type {number} */ end) => highlighted(answer, start, end, shortAnswer(citation));
  const inOrder = [...citations].sort(
    (a, b) => a.answer.start - b.answer.start || a.marker - b.marker);
  for (const citation of inOrder) {
    const start = Math.max(cursor, utf16Offset(answer, citation.answer.start));
    const end = Math.max(cursor, utf16Offset(answer, citation.answer.end));
    const before = answer.slice(cursor, start);
    if (before !== "") pieces.push({ citation: null, nodes: [before] });
    // A second source of the same sentence adds only its number: the sentence is shown already.
    const view = start < end
      ? sentenceView(citation, words(citation, start, end), cards, follow, citations)
      : numberView(citation, cards, follow, citations);
    pieces.push({ citation, nodes: [view] });
    const marker = ` [${citation.marker}]`;
    cursor = answer.startsWith(marker, end) ? end + marker.length : end;
  }
  const rest = answer.slice(cursor);
  return rest === "" ? pieces : [...pieces, { citation: null, nodes: [rest] }];
}

/**
 * Puts what each document says into a paragraph of its own, with the name of the document.
 *
 * @param {Piece[]} pieces
 * @returns {HTMLElement[]}
 */
function byDocument(pieces) {
  /** @type {{ source: Citation["source"] | null, nodes: (Node | string)[] }[]} */
  const parts = [];
  for (const { citation, nodes } of pieces) {
    const last = parts.at(-1);
    const isSame = !citation || last?.source?.document_id === citation.source.document_id;
    if (last && isSame) last.nodes.push(...nodes);
    else parts.push({ source: citation?.source ?? null, nodes: [...nodes] });
  }
  return parts.map(({ source, nodes }) => h("div", { class: "answer-part", dir: "auto" },
    ...nodes.map((node, n) =>
      (n === nodes.length - 1 && typeof node === "string" ? node.trimEnd() : node)),
    source ? h("span", { class: "answer-source" }, h("bdi", {}, nameOf(source))) : null));
}

/**
 * @param {Citation} citation
 * @param {(Node | string)[]} words
 * @param {Card[]} cards
 * @param {Open} follow
 * @param {Citation[]} citations
 * @returns {HTMLElement} a sentence with its number, as one link
 */
export function sentenceView(citation, words, cards, follow, citations) {
  const sentence = h("span", { class: "sentence", dir: "auto" }, ...words);
  const marker = h("span", { class: "marker" }, String(citation.marker));
  // What has several lines is a list, a table or code: it is drawn as that when its shape is known.
  if (citation.quote.includes("\n") && sentence.textContent === citation.quote) {
    cardOf(citation, cards)?.onLoaded((excerpts) => {
      shape(sentence, marker, citation, excerpts);
    });
  }
  return handle(citation, cards, follow, citations, "", sentence, marker);
}

/**
 * @param {HTMLElement} sentence
 * @param {HTMLElement} marker goes to the end of a list's last item
 * @param {Citation} citation
 * @param {Excerpt[]} excerpts
 */
function shape(sentence, marker, citation, excerpts) {
  const { span, short = null } = placeOfCitation(citation);
  if (span === null) return;
  const drawn = excerpts.map((excerpt) => spanView(excerpt, span, short)).find((view) => view);
  if (!drawn) return;
  sentence.classList.add("blocks");
  sentence.replaceChildren(...drawn);
  const ends = ":scope > ul:last-child > li:last-child, :scope > p:last-child";
  sentence.querySelector(ends)?.append(marker);
}

/**
 * @param {Citation} citation
 * @param {Card[]} cards
 * @returns {Card | null}
 */
function cardOf(citation, cards) {
  return cards.find(({ evidence }) =>
    evidence.quotes.some(({ marker }) => marker === citation.marker)) ?? null;
}

/**
 * @param {Citation} citation
 * @param {Card[]} cards
 * @param {Open} follow
 * @param {Citation[]} citations
 * @param {string} more a class besides its own
 * @param {...(Node | string)} content
 * @returns {HTMLElement}
 */
function handle(citation, cards, follow, citations, more, ...content) {
  const place = placeOfCitation(citation);
  const trail = citations.map(placeOfCitation);
  const card = cardOf(citation, cards);
  const link = placeLink(place, {
    class: more ? `handle ${more}` : "handle",
    "data-marker": String(citation.marker),
    "aria-describedby": card?.titleId ?? null,
  }, (opener) => follow(place, opener, trail), ...content);
  return card ? withPreview(link, card) : link;
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
