// @ts-check
// The empty page: what Pincite does, and questions to begin with.

import { h } from "../lib/dom.js";

/**
 * @param {string[]} examples
 * @param {(question: string) => void} onQuestion
 * @returns {HTMLElement[]}
 */
export function welcomeView(examples, onQuestion) {
  return [
    h("h2", { id: "welcome-title" }, "What would you like to know?"),
    h("p", {}, "Answers are made of sentences that stand word for word in your documents. ",
      "Each has a number: choose it to see the sentence in its place. ",
      "If the documents do not say, Pincite tells you so."),
    ...(examples.length > 0
      ? [h("p", { class: "examples-title" }, "For example"),
        h("ul", { class: "examples", role: "list" },
          ...examples.map((question) => exampleView(question, onQuestion)))]
      : []),
  ];
}

/**
 * @param {string} question
 * @param {(question: string) => void} onQuestion
 * @returns {HTMLElement}
 */
function exampleView(question, onQuestion) {
  const onclick = () => onQuestion(question);
  return h("li", {},
    h("button", { class: "example", type: "button", dir: "auto", onclick }, question));
}
