// @ts-check
// The passages nearest to a question, as cards: those that came with the answer, or those that are
// searched for again, since conversations do not keep them.

import { post } from "../lib/api.js";
import { h } from "../lib/dom.js";
import { t } from "../lib/language.js";
import { problemView } from "../lib/problem.js";
import { cardsView, evidenceOfPassages } from "./cards.js";

/** @typedef {import("../lib/api.js").Passage} Passage */
/** @typedef {import("./places.js").Open} Open */

const SHOWN = 5;

/**
 * @param {Passage[]} passages
 * @param {Open} open
 * @returns {HTMLElement}
 */
export function passagesView(passages, open) {
  if (passages.length === 0) return h("p", { class: "nearest" }, t("conversation.no_passages"));
  return h("div", { class: "nearest" },
    h("h3", { class: "nearest-title" }, t("conversation.nearest")),
    cardsView(evidenceOfPassages(passages), open).view);
}

/**
 * @param {string} question that stands alone
 * @param {object | null} filters that it was asked with
 * @param {Open} open
 * @returns {HTMLElement} a button, in whose place the passages come
 */
export function passagesOnDemand(question, filters, open) {
  const place = h("div", { class: "passages" });
  const look = async () => {
    place.replaceChildren(h("p", { class: "pending" }, t("conversation.looking")));
    try {
      const body = { question, top_k: SHOWN, ...(filters ? { filters } : {}) };
      const { passages } = await post("/v1/ask", body);
      place.replaceChildren(passagesView(passages, open));
      place.querySelector("a")?.focus();
    } catch (error) {
      place.replaceChildren(problemView(error, { retry: look }));
    }
  };
  place.append(h("button", { class: "button", type: "button", onclick: look },
    t("conversation.show_nearest")));
  return place;
}
