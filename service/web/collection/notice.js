// @ts-check
// Tells the reader that answers now come from another generation of the index.

import { h } from "../lib/dom.js";
import { count } from "./words.js";

/** @typedef {import("./requests.js").Held} Held */

/**
 * @param {Held} before
 * @param {Held} now
 * @returns {HTMLElement}
 */
export function noticeView(before, now) {
  const documents = count(now.documents, "document");
  const change = difference(now.documents - before.documents);
  const words = now.generation > before.generation
    ? `The documents were indexed again: ${documents} now${change}. `
    : `An earlier state of the index is in use again: ${documents}. `;
  const earlier = document.querySelector(".turn")
    ? "; the answers above come from the state before."
    : ".";
  const dismiss = () => {
    view.remove();
    document.getElementById("question")?.focus(); // The button that had the focus is gone.
  };
  const view = h("div", { class: "index-notice-box" },
    h("p", {}, h("strong", {}, words), `The next answer comes from it${earlier}`),
    h("button", { class: "quiet", type: "button", onclick: dismiss }, "Dismiss"));
  return view;
}

/**
 * @param {number} more
 * @returns {string}
 */
function difference(more) {
  if (more === 0) return "";
  return `, ${Math.abs(more).toLocaleString("en")} ${more > 0 ? "more" : "fewer"} than before`;
}
