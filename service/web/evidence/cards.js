// @ts-check
// The cards of an answer: one for each document that it quotes, and after it one for each that says
// the same. Those of passages are the same cards.

import { h } from "../lib/dom.js";
import { t } from "../lib/language.js";
import { Card } from "./card.js";
import { nameOf, placeOfCitation, placeOfPassage } from "./places.js";

/** @typedef {import("../lib/api.js").Citation} Citation */
/** @typedef {import("../lib/api.js").Conflict} Conflict */
/** @typedef {import("../lib/api.js").FurtherSource} FurtherSource */
/** @typedef {import("../lib/api.js").Passage} Passage */
/** @typedef {import("./card.js").Evidence} Evidence */
/** @typedef {import("./places.js").Open} Open */

/** How far below the screen cards are filled already. */
const AHEAD = "600px";

/** @type {WeakMap<Element, Card>} */
const cards = new WeakMap();
const seen = new IntersectionObserver((entries) => {
  for (const { target, isIntersecting } of entries) {
    if (!isIntersecting) continue;
    seen.unobserve(target);
    cards.get(target)?.load();
  }
}, { rootMargin: AHEAD });

/**
 * @param {Evidence[]} evidence
 * @param {Open} open
 * @returns {{ view: HTMLElement, cards: Card[] }}
 */
export function cardsView(evidence, open) {
  const made = evidence.map((one) => new Card(one, open));
  for (const card of made) {
    cards.set(card.element, card);
    seen.observe(card.element);
  }
  const view = h("ol", { class: "cards", role: "list" }, ...made.map(({ element }) => element));
  return { view, cards: made };
}

/**
 * @param {{ citations: Citation[], conflicts: Conflict[] }} answer
 * @returns {Evidence[]}
 */
export function evidenceOf({ citations, conflicts }) {
  const trail = citations.map(placeOfCitation);
  const documents = grouped(citations, ({ source }) => source.document_id);
  /** @type {Evidence[]} */
  const evidence = [];
  const told = new Set(documents.keys());
  for (const group of documents.values()) {
    evidence.push({ ...ofDocument(group, conflicts), trail });
    for (const citation of group) {
      for (const other of citation.also.filter(({ copy }) => !copy)) {
        if (told.has(other.source.document_id)) continue;
        told.add(other.source.document_id);
        evidence.push(ofFurther(other, citation.marker));
      }
    }
  }
  return withTwins(evidence);
}

/**
 * @param {Passage[]} passages
 * @returns {Evidence[]}
 */
export function evidenceOfPassages(passages) {
  const trail = passages.map(placeOfPassage);
  return withTwins(passages.map((passage, n) => ({
    source: passage,
    quotes: [{ place: trail[n], marker: null, marked: Boolean(passage.best) }],
    relation: "",
    kind: "passage",
    twin: false,
    copies: [],
    trail,
  })));
}

/**
 * @param {Citation[]} citations of one document
 * @param {Conflict[]} conflicts
 * @returns {Evidence}
 */
function ofDocument(citations, conflicts) {
  const [{ source }] = citations;
  const markers = new Set(citations.map(({ marker }) => marker));
  const others = conflicts.filter(({ values }) => values.some(({ marker }) => markers.has(marker)))
    .flatMap(({ values }) => values.map(({ marker }) => marker))
    .filter((marker) => !markers.has(marker));
  const against = [...new Set(others)].sort((one, other) => one - other).join(", ");
  return {
    source,
    quotes: citations.map((citation) => {
      return { place: placeOfCitation(citation), marker: citation.marker, marked: true };
    }),
    relation: against ? t("conversation.disagrees_with", { markers: against }) : "",
    kind: against ? "disagrees" : "source",
    twin: false,
    copies: citations.flatMap(({ also }) => also.filter(({ copy }) => copy))
      .map((other) => ({ place: placeOfCitation(other), name: copyName(other, source.title) })),
    trail: [],
  };
}

/**
 * @param {FurtherSource} other
 * @param {number} marker of the citation that it agrees with
 * @returns {Evidence}
 */
function ofFurther(other, marker) {
  const place = placeOfCitation(other);
  return {
    source: other.source,
    quotes: [{ place, marker: null, marked: true }],
    relation: t("conversation.says_the_same", { markers: marker }),
    kind: "same",
    twin: false,
    copies: [],
    trail: [place],
  };
}

/**
 * @param {FurtherSource} other
 * @param {string} title of the document that it is a copy of
 * @returns {string} its file's name where its title says nothing new
 */
function copyName({ source }, title) {
  return source.title && source.title !== title ? nameOf(source) : source.document_id;
}

/**
 * @param {Evidence[]} evidence
 * @returns {Evidence[]} each knowing whether another document has the same title
 */
function withTwins(evidence) {
  const titles = grouped(evidence, ({ source }) => source.title);
  return evidence.map((one) => {
    const same = titles.get(one.source.title) ?? [];
    return { ...one, twin: same.some(({ source }) => source.document_id !== one.source.document_id) };
  });
}

/**
 * @template Item
 * @param {Item[]} items
 * @param {(item: Item) => string} keyOf
 * @returns {Map<string, Item[]>} in the order in which the keys first come
 */
function grouped(items, keyOf) {
  /** @type {Map<string, Item[]>} */
  const groups = new Map();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}
