// @ts-check
// The empty page: what this is, and questions to begin with.

import { h } from "./dom.js";

/** @typedef {import("./api.js").Listing} Listing */

const EXAMPLES = 3;

/**
 * @param {Listing["documents"]} documents
 * @param {(question: string) => void} onQuestion
 * @returns {HTMLElement[]}
 */
export function welcomeView(documents, onQuestion) {
  const titles = new Set(documents.map((document) => document.title || document.document_id));
  const buttons = [...titles].slice(0, EXAMPLES).map((title) => exampleView(title, onQuestion));
  const examples = h("ul", { class: "examples", role: "list" }, ...buttons);
  return [
    h("h2", { id: "welcome-title" }, "What would you like to know?"),
    h("p", {}, "Answers are made of sentences that stand word for word in your documents. ",
      "Each has a number: choose it to see the sentence in its place. ",
      "Where the documents do not say, Pincite tells you so."),
    ...(buttons.length ? [h("p", { class: "examples-title" }, "For example"), examples] : []),
  ];
}

/**
 * @param {string} title
 * @param {(question: string) => void} onQuestion
 * @returns {HTMLElement}
 */
function exampleView(title, onQuestion) {
  const question = `What do the documents say about “${title}”?`;
  return h("li", {},
    h("button", { class: "example", type: "button", dir: "auto", onclick: () => onQuestion(question) }, question));
}
